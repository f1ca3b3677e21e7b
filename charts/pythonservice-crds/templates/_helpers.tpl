{{- define "pythonservice-crds.labels" -}}
app.kubernetes.io/name: pythonservice-crds
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: pythonservice
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}
