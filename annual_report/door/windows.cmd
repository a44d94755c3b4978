@echo off
chcp 65001 >nul
set "PYTHONUTF8=1"
pushd "%~dp0"
if not exist "{python}" goto other
"{python}" -c "import annual_report" >nul 2>nul
if errorlevel 1 goto other
"{python}" -m annual_report open .
goto ended
:other
py -3 -c "import annual_report" >nul 2>nul
if errorlevel 1 goto missing
py -3 -m annual_report open .
:ended
if errorlevel 1 pause
popd
exit /b
:missing
echo {missing}
pause
popd
exit /b 1
