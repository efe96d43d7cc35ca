// Journals as a run writes them: one JSON line an event.

const began = Date.parse("2026-11-21T12:00:00Z");

/** @param seconds since the run began */
export function at(seconds: number): string {
  return new Date(began + seconds * 1000).toISOString();
}

export function line(seconds: number, type: string, fields: object = {}): string {
  return JSON.stringify({ time: at(seconds), type, ...fields });
}

export const started = line(0, "run-started", {
  ...{ run: "run-1", command: "upgrade", environment: "prod", accountId: "123456789012", region: "eu-west-1" },
  ...{ caller: "arn:aws:iam::123456789012:user/ana", host: "here", reason: "CHG-1", pid: 1 },
  versions: { panther: "0.1.0", node: "20.20.2" },
});

export const stackType = "AWS::CloudFormation::Stack";

/** An event of CloudFormation; a path of one part, and one that ends in "Core" or "Data", is a stack's. */
export function moved(seconds: number, path: string, status: string, reason?: string): string {
  const parts = path.split("/");
  const isStack = parts.length === 1 || /(Core|Data)$/.test(path);
  return line(seconds, "resource-event", {
    path: parts,
    resourceType: isStack ? stackType : "AWS::Lambda::Function",
    ...(!path.endsWith("Never") && { physicalId: `id-of-${parts.at(-1)}` }),
    status,
    ...(reason !== undefined && { reason }),
  });
}

export function step(seconds: number, name: string, outcome?: string): string {
  const fields = { step: name, release: "1.37.11" };
  return outcome === undefined
    ? line(seconds, "step-started", fields)
    : line(seconds, "step-finished", { ...fields, outcome, seconds: 1 });
}

export function hop(seconds: number, index = 1, count = 1): string {
  return line(seconds, "release-started", { from: "1.36.0", to: "1.37.11", index, count });
}

export function summary(seconds: number, result: string, fields: object = {}): string {
  return line(seconds, "summary", { environment: "prod", hops: 0, builds: [], result, ...fields });
}

export const cause = {
  ...{ stackArn: "arn:aws:cloudformation:eu-west-1:123456789012:stack/root-Core/1", stackName: "root-Core" },
  ...{ logicalId: "Api", type: "AWS::Lambda::Function", physicalId: "", status: "UPDATE_FAILED", reason: "Denied" },
  ...{ time: at(20), path: ["root", "Core", "Api"] },
};
export const hint = { code: "scp", text: "An organisation's policy", fix: "Ask" };

/** An update: Core (with A, then B after 5 s of waiting) decides; Data runs beside it and is faster, and cleans up at the end. */
export const updateEvents: readonly string[] = [
  moved(10, "root", "UPDATE_IN_PROGRESS", "User Initiated"),
  moved(11, "root/Core", "UPDATE_IN_PROGRESS"),
  moved(11, "root/Data", "UPDATE_IN_PROGRESS"),
  moved(12, "root/Core", "UPDATE_IN_PROGRESS", "User Initiated"),
  moved(12, "root/Core/A", "UPDATE_IN_PROGRESS"),
  moved(12, "root/Core/Quick", "UPDATE_IN_PROGRESS"),
  moved(12, "root/Core/Quick", "UPDATE_COMPLETE"),
  moved(13, "root/Data/Table", "CREATE_IN_PROGRESS"),
  moved(14, "root/Data/Table", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
  moved(14, "root/Data/Table", "CREATE_IN_PROGRESS"),
  moved(15, "root/Core/Beside", "UPDATE_IN_PROGRESS"),
  moved(16, "root/Core/Beside", "UPDATE_COMPLETE"),
  moved(20, "root/Data/Table", "CREATE_COMPLETE"),
  moved(22, "root/Data", "UPDATE_COMPLETE"),
  // Its own events come after its parent's about it.
  moved(12, "root/Data", "UPDATE_IN_PROGRESS", "User Initiated"),
  moved(22, "root/Data", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
  moved(30, "root/Core/A", "UPDATE_COMPLETE"),
  moved(35, "root/Core/B", "UPDATE_IN_PROGRESS"),
  moved(50, "root/Core/B", "UPDATE_COMPLETE"),
  moved(51, "root/Core", "UPDATE_COMPLETE"),
  moved(52, "root/Core", "UPDATE_COMPLETE"),
  moved(53, "root", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
  moved(55, "root/Data/Gone", "DELETE_IN_PROGRESS"),
  moved(57, "root/Data/Gone", "DELETE_COMPLETE"),
  moved(60, "root/Data", "UPDATE_COMPLETE"),
  moved(60, "root", "UPDATE_COMPLETE"),
];

export function text(...lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
