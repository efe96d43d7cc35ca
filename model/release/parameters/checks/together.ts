import { acceptableCodes, type FindingCode, finding, type ParameterFinding } from "../finding.ts";
import { isChosen, isFilled, type Settings, textOf } from "../settings.ts";

/** What parameters mean to each other, as their texts say. */
export function togetherFindings(settings: Settings): readonly ParameterFinding[] {
  return [
    ...onboarding(settings),
    ...customDomain(settings),
    ...datadog(settings),
    ...snowflake(settings),
    ...fips(settings),
    ...reservedConcurrency(settings),
    ...capacities(settings),
  ];
}

/** The one parameter that can delete a running Panther. */
export function deletionFindings(settings: Settings, accepted: ReadonlySet<string>): readonly ParameterFinding[] {
  if (textOf(settings, "BootstrapStackOnly") !== "true") return [];
  const code: FindingCode = "deletes-everything";
  const found = finding(
    code,
    "BootstrapStackOnly",
    "BootstrapStackOnly is true: every nested stack but the bootstrap stack is deleted.",
    `Remove BootstrapStackOnly, or accept ${code} by name if that is what you want.`,
  );
  return [accepted.has(code) && acceptableCodes.includes(code) ? { ...found, severity: "warning" } : found];
}

/** Changes that CloudFormation carries out and that change nothing. */
export function changeFindings({ parameters, previous }: Settings): readonly ParameterFinding[] {
  return [...parameters].flatMap(([name, { documented, text }]) => {
    const before = previous.get(name);
    if (documented?.noEffect === undefined || before === undefined || text === undefined || text === before) return [];
    return [
      finding(
        "change-without-effect",
        name,
        `${name} changes. ${documented.noEffect}`,
        `Leave ${name} as it was; nothing breaks if you don't.`,
      ),
    ];
  });
}

function onboarding(settings: Settings): readonly ParameterFinding[] {
  if (textOf(settings, "OnboardSelf") !== "false") return [];
  return ["EnableCloudTrail", "EnableGuardDuty"]
    .filter((name) => textOf(settings, name) === "true")
    .map((name) =>
      finding(
        "without-effect",
        name,
        `${name} has no effect: OnboardSelf is false.`,
        `Set OnboardSelf to true, or ${name} to false.`,
      ),
    );
}

function customDomain(settings: Settings): readonly ParameterFinding[] {
  if (!isFilled(settings, "CustomDomain") || isFilled(settings, "CertificateArn")) return [];
  return [
    finding(
      "incomplete-group",
      "CustomDomain",
      "CustomDomain is set without CertificateArn: browsers won't trust the web app under that name.",
      "Set CertificateArn to a certificate for that domain, in the deployment's region.",
    ),
  ];
}

const datadogKeys = ["DatadogAPIKey", "DatadogAPIKeySecretArn"] as const;

function datadog(settings: Settings): readonly ParameterFinding[] {
  const enabled = textOf(settings, "DatadogEnabled");
  if (enabled === undefined) return [];
  const keys = datadogKeys.filter((name) => isFilled(settings, name));
  if (enabled !== "true") {
    return [...datadogKeys, "DatadogAppKeySecretArn", "DatadogExtensionVersion"]
      .filter((name) => isChosen(settings, name))
      .map((name) =>
        finding(
          "without-effect",
          name,
          `${name} has no effect: DatadogEnabled is false.`,
          `Set DatadogEnabled to true, or remove ${name}.`,
        ),
      );
  }
  if (keys.length === 0) {
    return [
      finding(
        "incomplete-group",
        "DatadogEnabled",
        "DatadogEnabled is true, but there is no API key to send telemetry with.",
        `Set ${datadogKeys.filter((name) => settings.parameters.has(name)).join(" or ")}.`,
      ),
    ];
  }
  if (keys.length === 1) return [];
  return [
    finding(
      "given-twice",
      "DatadogAPIKey",
      "Both DatadogAPIKey and DatadogAPIKeySecretArn are set: which one counts is not documented.",
      "Keep DatadogAPIKeySecretArn, and remove DatadogAPIKey.",
    ),
  ];
}

const snowflakeUsers = ["SnowflakeAPISecretARN", "SnowflakeAdminAPISecretARN"] as const;

function snowflake(settings: Settings): readonly ParameterFinding[] {
  const chosen = [...snowflakeUsers, "SnowflakeRBACSecretARN", "SnowflakeDestinationClusterARNs"].filter((name) =>
    isFilled(settings, name),
  );
  if (chosen.length === 0) {
    if (!isChosen(settings, "SnowflakeDDLUpdateConcurrency")) return [];
    return [
      finding(
        "without-effect",
        "SnowflakeDDLUpdateConcurrency",
        "SnowflakeDDLUpdateConcurrency has no effect without Snowflake.",
        "Remove it, or set Snowflake's secrets.",
      ),
    ];
  }
  return snowflakeUsers
    .filter((name) => settings.parameters.has(name) && !isFilled(settings, name))
    .map((name) =>
      finding(
        "incomplete-group",
        name,
        `${name} is blank, but ${chosen.join(" and ")} ${chosen.length === 1 ? "is" : "are"} set.`,
        `Set ${name}, which Panther's set-up of Snowflake wants as well.`,
      ),
    );
}

function fips(settings: Settings): readonly ParameterFinding[] {
  if (textOf(settings, "EnableFips") !== "true") return [];
  const abroad = settings.region !== undefined && !settings.region.startsWith("us-");
  if (!abroad && !isFilled(settings, "SnowflakeAPISecretARN")) return [];
  const reason = abroad ? `${settings.region} is no region of the United States` : "it is ignored with Snowflake";
  return [finding("without-effect", "EnableFips", `EnableFips has no effect: ${reason}.`, "Set EnableFips to false.")];
}

function reservedConcurrency(settings: Settings): readonly ParameterFinding[] {
  const name = "MessageForwarderReservedConcurrency";
  if (textOf(settings, "EnableLambdaReservedConcurrency") !== "false" || !isChosen(settings, name)) return [];
  return [
    finding(
      "without-effect",
      name,
      `${name} has no effect: EnableLambdaReservedConcurrency is false.`,
      `Set EnableLambdaReservedConcurrency to true, or remove ${name}.`,
    ),
  ];
}

function capacities(settings: Settings): readonly ParameterFinding[] {
  return ["Read", "Write"].flatMap((kind) => {
    const [lowest, highest] = [`CloudSecurityMin${kind}Capacity`, `CloudSecurityMax${kind}Capacity`];
    if (!(Number(textOf(settings, lowest)) > Number(textOf(settings, highest)))) return [];
    return [
      finding(
        "minimum-above-maximum",
        lowest,
        `${lowest} is higher than ${highest}, which AWS refuses.`,
        `Set ${highest} to at least as much as ${lowest}.`,
      ),
    ];
  });
}
