import { ApiError } from "../errors.ts";

// What AWS has and this engine has not. Taken and ignored, it would let a test believe in something that never happened.
const notHere: Readonly<Record<string, readonly string[]>> = {
  CreateStack: ["RetainExceptOnCreate", "RollbackConfiguration", "StackPolicyURL"],
  UpdateStack: [
    "RetainExceptOnCreate",
    "RollbackConfiguration",
    "StackPolicyURL",
    "StackPolicyDuringUpdateBody",
    "StackPolicyDuringUpdateURL",
  ],
  RollbackStack: ["RetainExceptOnCreate"],
  DescribeEvents: ["ChangeSetName"],
  CreateChangeSet: ["ImportExistingResources", "ResourcesToImport", "RollbackConfiguration"],
  ExecuteChangeSet: ["RetainExceptOnCreate"],
};

const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  RollbackConfiguration: isEmptyRollbackConfiguration,
};

/** @throws ApiError for a member that local AWS does not act on, unless its value asks for nothing. */
export function refuseWhatIsNotHere(action: keyof typeof notHere, input: object): void {
  for (const name of notHere[action] ?? []) {
    const value = (input as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === false || harmless[name]?.(value)) continue;
    throw new ApiError(
      "NotImplemented",
      `Local AWS does not have ${name} of ${action}: leave it out here, or try it on a real account.`,
    );
  }
}

function isEmptyRollbackConfiguration(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === "";
  const { RollbackTriggers = [], MonitoringTimeInMinutes = 0 } = value as Readonly<Record<string, unknown>>;
  return (
    [RollbackTriggers].flat().filter((trigger) => trigger !== "").length === 0 && Number(MonitoringTimeInMinutes) === 0
  );
}
