import { fromCatalog } from "./fromCatalog.ts";
import type { ReleaseParameter } from "./types.ts";

/** Parameters about the web app, alerts and what is reported to others. */
export const consoleParameters: readonly ReleaseParameter[] = [
  fromCatalog("EnablePantherAuditLogIngestion", { stacks: ["Core"] }),
  fromCatalog("DatadogAPIKey", { stacks: ["Core"] }),
  fromCatalog("DatadogAppKeySecretArn", { stacks: ["Core"] }),
  fromCatalog("DatadogAPIKeySecretArn", { stacks: ["Core"] }),
  fromCatalog("DatadogExtensionVersion", { default: { "35": "21", "37": "22" }, stacks: ["Core"] }),
  fromCatalog("DatadogEnabled", { stacks: ["Core"] }),
  fromCatalog("EnableReports", { stacks: ["Web"] }),
  fromCatalog("EnableAlertsGSIThree", { stacks: ["LogAnalysis"] }),
  fromCatalog("EnableFips", { stacks: ["CloudSecurity", "Core", "LogAnalysis"] }),
  fromCatalog("EnableNewNavigation", { stacks: ["Web"] }),
  fromCatalog("DynamoDBCloudtrailEnabled", { stacks: ["Core"] }),
  fromCatalog("SegmentEnvironment", { stacks: ["Web"] }),
  fromCatalog("EnableAlertAssignees", { stacks: ["Core"] }),
  fromCatalog("EnableMicrosoftGraphPuller", { stacks: ["LogAnalysis"] }),
];
