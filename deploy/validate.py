"""Builds every overlay and holds each object to its kind's schema, where unknown fields are errors, and all of them to policies.py.

Kubernetes' own schemas come with a library, those of Prometheus' operator, KEDA and the Gateway API from their Go modules. Strimzi's are not to be
had from a package registry: a test compares its topics with the application's.

With --write the PrometheusRule is made anew from grafana/prometheus/alerts.yml.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import kubernetes_validate
import yaml

import policies

DEPLOY = Path(__file__).parent
PROJECT = DEPLOY.parent
ALERTS = PROJECT / "grafana/prometheus/alerts.yml"
RULE = DEPLOY / "components/monitoring/prometheus-rule.yaml"
KUBERNETES = kubernetes_validate.latest_version()
WITHOUT_SCHEMA = {"kafka.strimzi.io"}
SCHEMAS = (
    ("keda", "config/crd/bases"),
    ("prometheus-operator", "example/prometheus-operator-crd"),
    ("gateway-api", "config/crd/standard"),
)
# Components that need another one before them.
AFTER = {"ingress-tls": ["ingress"]}

# a bare = is text to everybody but PyYAML
yaml.SafeLoader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)


def strict(schema):
    """The schema of a custom resource, with what it does not name forbidden, as the API server's strict validation does."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if isinstance(schema, str):
        return re.sub(r"^\^\(\?i\)", "(?i)^", schema)  # a pattern in Go's way
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(part) for name, part in schema.items()}
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object" and not open_ended:
        closed["additionalProperties"] = False
    return closed


def custom_schemas(tools):
    """By API version and kind, from the CustomResourceDefinitions in the downloaded modules."""
    schemas = {}
    for module, folder in SCHEMAS:
        root = Path(json.loads((tools / f"{module}.json").read_text())["Dir"])
        for file in (root / folder).glob("*.yaml"):
            definition = yaml.safe_load(file.read_text())
            if definition["kind"] != "CustomResourceDefinition":
                continue
            spec = definition["spec"]
            for version in spec["versions"]:
                key = f"{spec['group']}/{version['name']}", spec["names"]["kind"]
                schemas[key] = strict(version["schema"]["openAPIV3Schema"])
    return schemas


def problem(thing, schemas):
    """What is wrong with an object, or None."""
    group = thing["apiVersion"].rpartition("/")[0]
    schema = schemas.get((thing["apiVersion"], thing["kind"]))
    try:
        if schema:
            jsonschema.validate(thing, schema)
        elif group not in WITHOUT_SCHEMA:
            kubernetes_validate.validate(thing, KUBERNETES, strict=True)
    except (jsonschema.ValidationError, kubernetes_validate.ValidationError) as error:
        return f"{'.'.join(str(step) for step in error.path)}: {error.message}"
    except kubernetes_validate.SchemaNotFoundError as error:
        return str(error)
    if thing["kind"] == "PodDisruptionBudget" and not thing["spec"]["selector"].get("matchLabels"):
        return "its selector matches every pod of the namespace"
    return pod_problem(thing)


def pod_problem(thing):
    """What Pod Security's level "restricted" has against a workload, or None."""
    pod = thing.get("spec", {}).get("template", {}).get("spec")
    if pod is None:
        return None
    security = pod.get("securityContext", {})
    if not security.get("runAsNonRoot") or security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        return "its pods must run as non-root under the default seccomp profile"
    for container in pod["containers"]:
        own = container.get("securityContext", {})
        if own.get("allowPrivilegeEscalation") is not False or own.get("capabilities", {}).get("drop") != ["ALL"]:
            return f"container {container['name']} must drop all capabilities and allow no escalation"
        if "requests" not in container.get("resources", {}) or "limits" not in container["resources"]:
            return f"container {container['name']} has no requests or no limits"
    return None


def build(overlay, tools):
    built = subprocess.run([tools / "bin/kustomize", "build", overlay], check=True, capture_output=True, text=True)
    return list(yaml.safe_load_all(built.stdout))


def loose_components():
    """Those that no overlay uses."""
    used = "".join(overlay.read_text() for overlay in DEPLOY.glob("overlays/*/kustomization.yaml"))
    return [component for component in (DEPLOY / "components").iterdir() if f"- ../../components/{component.name}\n" not in used]


def build_with(component, tools):
    """The dev overlay and a component."""
    overlay = tools / "overlay"
    overlay.mkdir(exist_ok=True)
    (overlay / "kustomization.yaml").write_text(
        yaml.safe_dump(
            {
                "resources": [os.path.relpath(DEPLOY / "overlays/dev", overlay)],
                "components": [
                    os.path.relpath(DEPLOY / "components" / name, overlay) for name in [*AFTER.get(component.name, []), component.name]
                ],
            }
        )
    )
    return build(overlay, tools)


def alert_rule():
    rule = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": "dcgan"},
        "spec": yaml.safe_load(ALERTS.read_text()),
    }
    text = yaml.safe_dump(rule, sort_keys=False, width=120, allow_unicode=True)
    return f"# Made from grafana/prometheus/alerts.yml by deploy/validate.sh --write.\n{text}"


def compose_problems(images):
    """Compose file and .env name the same variables; the cluster runs the engines that compose does."""
    compose = (PROJECT / "docker/compose.yaml").read_text()
    settings = dict(re.findall(r"^(\w+)=(.*)$", (PROJECT / "docker/.env").read_text(), re.MULTILINE))
    for name in sorted(set(re.findall(r"\$\{(\w+)", compose)) ^ settings.keys()):
        yield f"{name} is in only one of docker/compose.yaml and docker/.env"
    for image in sorted(images - set(settings.values())):
        yield f"image {image} of the dev overlay is not in docker/.env"


def main():
    tools = Path(sys.argv[1])
    if "--write" in sys.argv:
        RULE.write_text(alert_rule())
    schemas = custom_schemas(tools)
    problems = []
    if RULE.read_text() != alert_rule():
        problems.append(f"{RULE.relative_to(PROJECT)} is not what grafana/prometheus/alerts.yml says: run deploy/validate.sh --write")
    engines = set()
    built = {
        overlay.name: build(overlay, tools)
        + [yaml.safe_load(template.read_text()) for template in overlay.glob("*.template.yaml")]
        for overlay in sorted((DEPLOY / "overlays").iterdir())
    }
    built.update((f"dev with {component.name}", build_with(component, tools)) for component in loose_components())
    for name, things in built.items():
        for thing in things:
            wrong = problem(thing, schemas)
            if wrong:
                problems.append(f"{name}: {thing['kind']} {thing['metadata']['name']}: {wrong}")
            if thing["kind"] == "StatefulSet":
                engines.update(container["image"] for container in thing["spec"]["template"]["spec"]["containers"])
        problems.extend(f"{name}: {wrong}" for wrong in policies.problems(name, things))
        print(f"{name}: {len(things)} objects")
    problems.extend(compose_problems(engines))
    print("\n".join(problems) or f"valid for Kubernetes {KUBERNETES}")
    sys.exit(1 if problems else 0)


main()
