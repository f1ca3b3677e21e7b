{{- define "pythonservice-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* The release's name is left out where it says the same: pythonservice, of pythonservice-operator. */ -}}
{{- define "pythonservice-operator.fullname" -}}
{{- $name := include "pythonservice-operator.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if or (contains .Release.Name $name) (contains $name .Release.Name) }}
{{- $name }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- /* Name of what is cluster-wide, or in namespaces of others: two operators on one cluster do not meet. */ -}}
{{- define "pythonservice-operator.clusterName" -}}
{{- printf "%s:%s" .Release.Namespace (include "pythonservice-operator.fullname" .) }}
{{- end }}

{{- /* Never change: the Deployment selects by them. */ -}}
{{- define "pythonservice-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "pythonservice-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "pythonservice-operator.labels" -}}
{{ include "pythonservice-operator.selectorLabels" . }}
app.kubernetes.io/part-of: pythonservice
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with omit .Values.labels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* The labels and further ones, which never replace them: (dict "root" . "more" …). */ -}}
{{- define "pythonservice-operator.labelsAnd" -}}
{{- merge (include "pythonservice-operator.labels" .root | fromYaml) .more | toYaml }}
{{- end }}

{{- define "pythonservice-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "pythonservice-operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- /* A reference of an image: (dict "image" … "chart" .Chart). */ -}}
{{- define "pythonservice-operator.reference" -}}
{{- if .image.digest }}
{{- printf "%s@%s" .image.repository .image.digest }}
{{- else }}
{{- printf "%s:%s" .image.repository (default .chart.AppVersion .image.tag) }}
{{- end }}
{{- end }}

{{- define "pythonservice-operator.image" -}}
{{- $_ := required "image.repository is empty: set it to the operator's image with its registry, such as registry.example/pythonservice/operator, and image.digest or image.tag" .Values.image.repository }}
{{- include "pythonservice-operator.reference" (dict "image" .Values.image "chart" .Chart) }}
{{- end }}

{{- /* The build namespaces besides the operator's own, as JSON, which 'fromJsonArray' reads. */ -}}
{{- define "pythonservice-operator.buildNamespaces" -}}
{{- without .Values.builds.namespaces .Release.Namespace | toJson }}
{{- end }}

{{- define "pythonservice-operator.subjects" -}}
- kind: ServiceAccount
  name: {{ include "pythonservice-operator.serviceAccountName" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- /* A RoleBinding to a Role of the same name and place: (dict "root" . "name" … "namespace" …). */ -}}
{{- define "pythonservice-operator.roleBinding" -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .name }}
  namespace: {{ .namespace }}
  labels:
    {{- include "pythonservice-operator.labels" .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ .name }}
subjects:
{{ include "pythonservice-operator.subjects" .root }}
{{- end }}
