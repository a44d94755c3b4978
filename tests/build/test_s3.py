"""Data and pages in an object store that speaks S3, as the README says; nothing made unasked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from conftest import program

from annual_report.build.places import open_store
from annual_report.errors import ReportError
from annual_report.project import ROOT

pytestmark = pytest.mark.slow

s3fs = pytest.importorskip("s3fs")
boto3 = pytest.importorskip("boto3")
server = pytest.importorskip("moto.server")

NETWORK = ROOT / "data" / "departements-participatifs"
KINDS = {
    "2025.html": "text/html; charset=utf-8",
    "2025.json": "application/json",
    "2025.ipynb": "application/x-ipynb+json",
    "index.html": "text/html; charset=utf-8",
}


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start a server of this machine's with two buckets; every program finds it, and no other."""
    started = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    started.start()
    host, port = started.get_host_and_port()
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    urlopen(Request(f"http://{host}:{port}/moto-api/reset", method="POST")).close()
    for bucket in ("facts", "reports"):
        client.create_bucket(Bucket=bucket)
    s3fs.S3FileSystem.clear_instance_cache()  # they know another test's server
    yield client
    client.close()
    started.stop()


def buckets(client: Any) -> list[str]:
    return [each["Name"] for each in client.list_buckets()["Buckets"]]


def test_data_and_pages_are_in_buckets(s3: Any, real_build: Path) -> None:
    for path in NETWORK.rglob("*"):
        if path.is_file():
            name = path.relative_to(NETWORK).as_posix()
            s3.put_object(Bucket="facts", Key=f"reseau/{name}", Body=path.read_bytes())
    far = ["--data", "s3://facts/reseau", "--out", "s3://reports/2025"]
    done = program("build", "2025", *far)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    for name, kind in KINDS.items():
        assert s3.head_object(Bucket="reports", Key=f"2025/{name}")["ContentType"] == kind
    body = s3.get_object(Bucket="reports", Key="2025/2025.html")["Body"].read()
    assert body == (real_build / "2025.html").read_bytes()
    again = program("build", "2025", *far)
    assert "built: 0, up to date: 3" in again.stdout, "it finds again what it wrote"


def test_a_bucket_that_is_mistyped_is_not_made(s3: Any) -> None:
    done = program("build", "2025", "--out", "s3://raports/2025")
    assert done.returncode == 1
    assert "s3://raports/2025: there is no such bucket" in done.stdout + done.stderr
    with pytest.raises(FileNotFoundError):
        open_store("s3://raports").write_all({"2025.html": b""})
    with pytest.raises(ReportError, match="there is no such bucket"):
        open_store("s3://raports/reseau").names()
    assert buckets(s3) == ["facts", "reports"]


def test_a_bucket_that_is_empty_is_one_all_the_same(s3: Any) -> None:
    assert open_store("s3://reports/2025").names() == []


def test_who_is_nobody_there_hears_it_in_a_line(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    done = program("build", "2025", "--out", "s3://reports/2025")
    assert done.returncode == 1
    assert "s3://reports/2025: " in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_without_the_extra_its_name_is_said() -> None:
    hidden = "import sys; sys.modules['s3fs'] = None; from annual_report.commands.command_line "
    hidden += "import main; sys.exit(main(['build', '--out', 's3://reports', '--lang', 'en']))"
    done = subprocess.run(
        [sys.executable, "-c", hidden], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "extra “s3”: python -m pip install -r requirements-s3.txt" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["new", "2027", "--data", "s3://facts/reseau"],
        ["check", "--data", "s3://facts/reseau"],
        ["workbook", "s3://facts/reseau.xlsx"],
        ["import", "s3://facts/reseau.xlsx"],
        ["preview", "--out", "s3://reports/2025"],
        ["diff", "s3://reports/2024", "s3://reports/2025"],
    ],
)
def test_what_takes_no_address_says_so(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "pipeline.py"), *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"“{command[0]}” takes files and folders of this machine" in done.stderr
    assert list(tmp_path.iterdir()) == []
