"""What schemas cannot see: that what a manifest names is there.

Each function takes an overlay's objects, as built, and yields what is wrong with them.
"""

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).parent.parent
WORKLOADS = {"Deployment", "StatefulSet"}
TEMPLATE = yaml.safe_load((PROJECT / "deploy/overlays/production/secret.template.yaml").read_text())
# Secrets that others write, with their keys.
SECRETS_OF_OTHERS = {
    "dcgan": set(TEMPLATE["stringData"]),
    "dcgan-prometheus": {"key"},
    "dcgan-kafka": {"sasl.jaas.config"},
    "kafka-cluster-ca-cert": {"ca.crt"},
    "dcgan-ca": {"ca.crt"},
    "dcgan-tls": {"tls.crt", "tls.key"},
}
# Pods that Strimzi's operator makes.
PODS_OF_OTHERS = [{"strimzi.io/cluster": "kafka"}]

# A node of the smallest cluster that the dev overlay is for, less what kind's own pods ask for: etcd 100m and 100 Mi, API server 250m,
# controller manager 200m, scheduler 100m, two of CoreDNS 200m and 140 Mi, kindnet 100m and 50 Mi.
DEV_CPU = 2.0 - 0.95
DEV_MEMORY = 6 * 2**30 - 290 * 2**20

FACTORS = {"m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


def quantity(text):
    """A quantity of Kubernetes, such as 100m or 1Gi, as a number."""
    number, unit = re.fullmatch(r"([\d.]+)(\D*)", str(text)).groups()
    return float(number) * FACTORS.get(unit, 1)


def named(thing):
    return f"{thing['kind']} {thing['metadata']['name']}"


def workloads(things):
    return [thing for thing in things if thing["kind"] in WORKLOADS]


def pod(workload):
    return workload["spec"]["template"]["spec"]


def matches(selector, labels):
    """Whether a label selector, or a Service's plain labels, selects labels."""
    wanted = selector.get("matchLabels", {} if "matchExpressions" in selector else selector)
    for expression in selector.get("matchExpressions", []):
        if expression["operator"] != "In":
            raise ValueError(f"operator {expression['operator']} is not supported here")
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return all(labels.get(key) == value for key, value in wanted.items())


def selected(selector, things):
    return [thing for thing in workloads(things) if matches(selector, thing["spec"]["template"]["metadata"]["labels"])]


def ports(workload):
    """The names and numbers of its pods' ports."""
    declared = [port for container in pod(workload)["containers"] for port in container.get("ports", [])]
    return {port["name"] for port in declared} | {port["containerPort"] for port in declared}


def selector_problems(things):
    """Network policies, disruption budgets, Services and monitors select pods, and the ports that they name are those pods'."""
    for thing in things:
        spec = thing.get("spec", {})
        if thing["kind"] == "NetworkPolicy":
            yield from network_policy_problems(thing, things)
        elif thing["kind"] in {"PodDisruptionBudget", "PodMonitor"}:
            chosen = selected(spec["selector"], things)
            if not chosen:
                yield f"{named(thing)} selects no pod"
            for endpoint in spec.get("podMetricsEndpoints", []):
                yield from missing_ports(thing, [endpoint["port"]], chosen)
        elif thing["kind"] == "Service":
            chosen = selected(spec["selector"], things)
            if len(chosen) != 1:
                yield f"{named(thing)} selects the pods of {len(chosen)} workloads"
            yield from missing_ports(thing, [port["targetPort"] for port in spec["ports"]], chosen)


def missing_ports(thing, wanted, chosen):
    for port in wanted:
        for workload in chosen:
            if port not in ports(workload):
                yield f"{named(thing)} names the port {port}, which {named(workload)} does not have"


def network_policy_problems(policy, things):
    spec = policy["spec"]
    chosen = selected(spec["podSelector"], things)
    if not chosen and spec["podSelector"].get("matchLabels") not in PODS_OF_OTHERS:
        yield f"{named(policy)} selects no pod"
    for rule in spec.get("ingress", []):
        yield from missing_ports(policy, [port["port"] for port in rule.get("ports", [])], chosen)
        yield from peer_problems(policy, rule.get("from", []), [], things)
    for rule in spec.get("egress", []):
        yield from peer_problems(policy, rule.get("to", []), [port["port"] for port in rule.get("ports", [])], things)


def peer_problems(policy, peers, wanted, things):
    for peer in peers:
        if "podSelector" not in peer or "namespaceSelector" in peer or peer["podSelector"].get("matchLabels") in PODS_OF_OTHERS:
            continue  # not pods of ours
        chosen = selected(peer["podSelector"], things)
        if not chosen:
            yield f"{named(policy)} names peers that no pod is"
        yield from missing_ports(policy, wanted, chosen)


def target_problems(things):
    """What autoscalers, StatefulSets, Ingresses and routes refer to is there."""
    here = {(thing["kind"], thing["metadata"]["name"]): thing for thing in things}
    for thing in things:
        spec = thing.get("spec", {})
        target = spec.get("scaleTargetRef")
        if target and (target.get("kind", "Deployment"), target["name"]) not in here:
            yield f"{named(thing)} scales {target['name']}, which is not there"
        if thing["kind"] == "StatefulSet":
            service = here.get(("Service", spec["serviceName"]))
            if service is None or service["spec"].get("clusterIP") != "None":
                yield f"{named(thing)} needs a headless Service {spec['serviceName']}"
        for name, port in back_ends(thing):
            service = here.get(("Service", name))
            if service is None:
                yield f"{named(thing)} sends requests to the Service {name}, which is not there"
            elif port not in {value for each in service["spec"]["ports"] for value in (each["name"], each["port"])}:
                yield f"{named(thing)} names the port {port}, which the Service {name} does not have"


def back_ends(thing):
    """The names and ports of the Services that an Ingress or a route sends requests to."""
    if thing["kind"] == "Ingress":
        for rule in thing["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                service = path["backend"]["service"]
                yield service["name"], service["port"].get("name") or service["port"]["number"]
    if thing["kind"] == "HTTPRoute":
        for rule in thing["spec"]["rules"]:
            for service in rule["backendRefs"]:
                yield service["name"], service["port"]


def reference_problems(things):
    """ConfigMaps and Secrets that pods name are there, with the keys that they name; probes ask ports that are there."""
    keys = {("Secret", name): held for name, held in SECRETS_OF_OTHERS.items()}
    for thing in things:
        if thing["kind"] in {"ConfigMap", "Secret"}:
            held = {**thing.get("data", {}), **thing.get("stringData", {})}
            keys[thing["kind"], thing["metadata"]["name"]] = set(held)
    for workload in workloads(things):
        for kind, name, wanted in references(pod(workload)):
            if (kind, name) not in keys:
                yield f"{named(workload)} names the {kind} {name}, which is not there"
            elif not wanted <= keys[kind, name]:
                yield f"{named(workload)} names {', '.join(sorted(wanted - keys[kind, name]))}, which the {kind} {name} does not have"
        for container in pod(workload)["containers"]:
            probes = [container[probe] for probe in ("startupProbe", "livenessProbe", "readinessProbe") if probe in container]
            if "livenessProbe" not in container:
                yield f"{named(workload)} has no liveness probe"
            asked = [check["port"] for probe in probes for how, check in probe.items() if how in {"httpGet", "tcpSocket"}]
            yield from missing_ports(workload, asked, [workload])


def references(spec):
    """Kind, name and keys of each ConfigMap and Secret that a pod names."""
    for container in spec["containers"]:
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"], set()
        for variable in container.get("env", []):
            for how, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                ref = variable.get("valueFrom", {}).get(how)
                if ref:
                    yield kind, ref["name"], {ref["key"]}
    for volume in spec.get("volumes", []):
        for source in [volume, *volume.get("projected", {}).get("sources", [])]:
            for how, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
                if how in source:
                    name = source[how].get("name") or source[how]["secretName"]
                    yield kind, name, {item["key"] for item in source[how].get("items", [])}


def sampler_paths():
    """The first steps of the paths that the sampler answers, by its sources."""
    found = set()
    for source in (PROJECT / "src/main/java/org/dcgan/sampler").glob("*Resource.java"):
        text = source.read_text()
        of_class = re.search(r'^@Path\("/?(\w*)', text, re.MULTILINE)[1]
        found.update([of_class] if of_class else re.findall(r'^ +@Path\("/?(\w+)', text, re.MULTILINE))
    return found


def path_problems(things):
    """An Ingress, a route and the dev overlay's proxy send to the sampler exactly what it answers."""
    for thing in things:
        paths = None
        if thing["kind"] == "Ingress":
            rules = [path for rule in thing["spec"]["rules"] for path in rule["http"]["paths"]]
            paths = {path["path"] for path in rules if path["backend"]["service"]["name"] == "sampler"}
        elif thing["kind"] == "HTTPRoute":
            rules = [rule for rule in thing["spec"]["rules"] if rule["backendRefs"][0]["name"] == "sampler"]
            paths = {match["path"]["value"] for rule in rules for match in rule["matches"]}
        elif "nginx.conf" in thing.get("data", {}):
            pattern = re.search(r"location ~ \^/\(([\w|]+)\)\(/\|\$\) \{ proxy_pass http://sampler:", thing["data"]["nginx.conf"])
            paths = {f"/{path}" for path in pattern[1].split("|")}
        if paths is not None and paths != {f"/{path}" for path in sampler_paths()}:
            yield f"{named(thing)} sends {', '.join(sorted(paths))} to the sampler, which answers {', '.join(sorted(sampler_paths()))}"


def timeout_problems(things):
    """A route lets event streams last: gateways end an answer after some seconds unless told otherwise."""
    for thing in things:
        if thing["kind"] == "HTTPRoute":
            for rule in thing["spec"]["rules"]:
                if rule.get("timeouts", {}).get("request") != "0s":
                    yield f"{named(thing)} ends answers of {rule['backendRefs'][0]['name']} after the gateway's own time"


def surges(workload):
    """Whether a rollout starts a new pod beside each old one."""
    return workload["kind"] == "Deployment" and workload["spec"].get("strategy", {}).get("rollingUpdate", {}).get("maxSurge") != 0


def rollout_problems(things):
    """A rollout needs no GPU beside those that are in use: it would wait for ever for one."""
    for workload in workloads(things):
        for container in pod(workload)["containers"]:
            if "nvidia.com/gpu" in container["resources"]["limits"] and surges(workload):
                yield f"{named(workload)} needs one more GPU while it is rolled out"


def fit_problems(things):
    """The dev overlay's requests, and the largest pod that a rollout starts beside the old one, fit the smallest node."""
    for resource, room in (("cpu", DEV_CPU), ("memory", DEV_MEMORY)):
        asked = {
            named(workload): sum(quantity(container["resources"]["requests"][resource]) for container in pod(workload)["containers"])
            for workload in workloads(things)
        }
        total = sum(asked.values()) + max(asked[named(workload)] for workload in workloads(things) if surges(workload))
        if total > room:
            yield f"its pods ask for {total:g} of {resource}, with one being replaced, where {room:g} is free"


def scrape_problems(things):
    """Each name that Prometheus looks for has an address for each replica, in the dev overlay and in compose."""
    settings = yaml.safe_load((PROJECT / "grafana/prometheus/cluster.yml").read_text())
    names = {name for job in settings["scrape_configs"] for source in job["dns_sd_configs"] for name in source["names"]}
    headless = {thing["metadata"]["name"] for thing in things if thing["kind"] == "Service" and thing["spec"].get("clusterIP") == "None"}
    services = yaml.safe_load((PROJECT / "docker/compose.yaml").read_text())["services"].values()
    aliases = {alias for service in services for alias in service.get("networks", {}).get("default", {}).get("aliases", [])}
    for name in sorted(names - headless):
        yield f"Prometheus scrapes {name}, which is no headless Service"
    for name in sorted(names ^ aliases):
        yield f"{name} is in only one of grafana/prometheus/cluster.yml and docker/compose.yaml"


def problems(name, things):
    """All that is wrong with an overlay."""
    checks = [selector_problems, target_problems, reference_problems, path_problems, timeout_problems, rollout_problems]
    if name == "dev":
        checks += [fit_problems, scrape_problems]
    for check in checks:
        yield from check(things)
