#!/bin/sh
# JupyterLab on the fictional network, in a cloud workspace that gives a terminal or takes a script
# to start with (Onyxia, a container): nothing but git, make and a Python is needed.
#   sh scripts/workspace.sh                                    in a clone
#   REPOSITORY=https://…/annual-report.git sh workspace.sh     elsewhere: it is cloned first
# ADDRESS=0.0.0.0 lets a workspace's own proxy in; JupyterLab's token goes on keeping the door.
set -eu
if [ ! -f pipeline.py ]; then
  [ -d annual-report ] || git clone --depth 1 "${REPOSITORY:?which repository is to be cloned}" annual-report
  cd annual-report
fi
make set-up
.venv/bin/python pipeline.py use data/reseau-exemple
# In a container one is often root, whom JupyterLab refuses unless it is told.
exec .venv/bin/python -m jupyter lab --no-browser --allow-root --ip "${ADDRESS:-127.0.0.1}" \
  --LabApp.default_url=/lab/tree/docs/tutoriel/votre-propre-question.ipynb
