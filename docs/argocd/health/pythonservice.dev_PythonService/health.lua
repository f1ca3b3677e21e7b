-- Conditions as kstatus reads them. A failed data job changes the condition Jobs and nothing here.
local function condition(type)
  for _, each in ipairs(obj.status.conditions or {}) do
    local current = each.observedGeneration == nil or each.observedGeneration >= obj.metadata.generation
    if each.type == type and current then
      return each
    end
  end
  return {status = "Unknown"}
end

local function says(each)
  return (each.reason or "") .. ": " .. (each.message or "")
end

if obj.metadata.deletionTimestamp ~= nil then
  return {status = "Progressing", message = "It is being deleted"}
end
if obj.status == nil or (obj.status.observedGeneration or 0) < obj.metadata.generation then
  return {status = "Progressing", message = "The operator has not looked at this version yet"}
end

local stalled = condition("Stalled")
local reconciling = condition("Reconciling")
local ready = condition("Ready")
local built = condition("Built")

if stalled.status == "True" then
  return {status = "Degraded", message = says(ready.status == "False" and ready or stalled)}
end
-- The last good version may serve on; what is in git does not.
if built.status == "False" and reconciling.status ~= "True" then
  return {status = "Degraded", message = says(built)}
end
if reconciling.status == "True" then
  return {status = "Progressing", message = says(reconciling)}
end
if ready.status == "True" then
  local scaling = obj.spec.scaling or {}
  if scaling.replicas == 0 then
    return {status = "Suspended", message = "spec.scaling.replicas is 0"}
  end
  return {status = "Healthy", message = says(ready)}
end
if ready.reason == "WaitsForApproval" then
  return {status = "Suspended", message = says(ready)}
end
return {status = "Progressing", message = says(ready)}
