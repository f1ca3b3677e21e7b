{{- /*
All that the operator may do, in one place. Each part goes into a Role or into the ClusterRole, as the namespaces that
it looks after demand; rbac.yaml says which. docs/install.md has the same as a table.

Server-side apply needs patch, and create for what is not there yet. Nothing has update, but for the lease.
*/ -}}

{{- /* On the whole cluster, whatever is watched: platforms, and the label by which a namespace chooses one. */ -}}
{{- define "pythonservice-operator.rights.cluster" -}}
- apiGroups: [pythonservice.dev]
  resources: [pythonplatforms]
  verbs: [list, watch]
- apiGroups: [pythonservice.dev]
  resources: [pythonplatforms/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get, list, watch]
{{- if .Values.rbac.nodes }}
# Architectures, room, taints and prices, by which pods are placed.
- apiGroups: [""]
  resources: [nodes]
  verbs: [list, watch]
{{- end }}
{{- end }}

{{- /* Where services are: in each watched namespace, or on the whole cluster. */ -}}
{{- define "pythonservice-operator.rights.services" -}}
# Services are read and told how they are; the operator never changes what people wrote.
- apiGroups: [pythonservice.dev]
  resources: [pythonservices]
  verbs: [get, list, watch]
- apiGroups: [pythonservice.dev]
  resources: [pythonservices/status, pythonbuilds/status]
  verbs: [patch]
# Where the API server enforces it (OpenShift does), an owner may be named only by who may change its finalizers.
- apiGroups: [pythonservice.dev]
  resources: [pythonservices/finalizers, pythonbuilds/finalizers]
  verbs: [update]
# Builds are the operator's own.
- apiGroups: [pythonservice.dev]
  resources: [pythonbuilds]
  verbs: [get, list, watch, create, patch, delete]
# What a service is made of.
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [batch]
  resources: [cronjobs]
  verbs: [get, list, watch, create, patch, delete]
# Runs that somebody asked for, and Jobs that build wheels: those run foreign code, so they are not in the build namespace.
# They give the wheels away until the build has them, and then are deleted.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
{{- if .Values.rbac.podMonitors }}
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
{{- end }}
# Why a service does not come up, in the pods' own words, which are in their status.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
{{- if .Values.rbac.testReports }}
# What tests say one by one, from the log of a container beside them: their pod has no credentials, so it cannot be sent.
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
{{- end }}
# Sources that are ConfigMaps; and for Jobs that build wheels, a copy of the platform's certificate authorities.
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create]
{{- if .Values.rbac.sourceSecrets }}
# Credentials of sources, by the name that a service gives. No list: the others stay unseen.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
{{- end }}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- if .Values.rbac.events }}
# How long nodes pull images, which kubelets tell in Events alone.
- apiGroups: [""]
  resources: [events]
  verbs: [list, watch]
{{- end }}
{{- end }}

{{- /* In the operator's own namespace and in the build namespaces: builds, and the credentials that platforms name. */ -}}
{{- define "pythonservice-operator.rights.builds" -}}
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# Those that platforms name, and those that a build brings along and that end with it.
- apiGroups: [""]
  resources: [secrets, configmaps]
  verbs: [get, list, watch, create]
{{- end }}

{{- /* In the operator's own namespace: which of its pods leads. */ -}}
{{- define "pythonservice-operator.rights.lease" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [pythonservice-operator]
  # The client patches; the operator SDK refuses to start without update.
  verbs: [get, patch, update]
{{- end }}

{{- /* In the namespace 'default': Kubernetes keeps Events about cluster-wide objects, such as platforms, there. */ -}}
{{- define "pythonservice-operator.rights.events" -}}
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end }}
