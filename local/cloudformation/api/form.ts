/** Members that are not text, whatever the action. */
const booleans = new Set([
  "DisableRollback",
  "EnableTerminationProtection",
  "FailedEvents",
  "IncludeNestedStacks",
  "RetainExceptOnCreate",
  "UsePreviousTemplate",
  "UsePreviousValue",
]);
const numbers = new Set(["TimeoutInMinutes", "MaxResults"]);
const lists = new Set([
  "Capabilities",
  "LogicalResourceIds",
  "NotificationARNs",
  "Parameters",
  "ResourcesToSkip",
  "RetainResources",
  "StackResourceDriftStatusFilters",
  "StackStatusFilter",
  "Tags",
]);

type FormNode = { [member: string]: FormNode } | string;

/** Turns the Query protocol's flat form ("Parameters.member.1.ParameterKey=A") into the call's input. */
export function inputOf(form: URLSearchParams): Record<string, unknown> {
  const tree: { [member: string]: FormNode } = {};
  for (const [name, value] of form) {
    if (name === "Action" || name === "Version") continue;
    plant(tree, name.split("."), value);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, node]) => [name, memberOf(name, node)]));
}

function plant(tree: { [member: string]: FormNode }, [head = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const next = typeof branch === "object" ? branch : {};
  tree[head] = next;
  plant(next, rest, value);
}

function memberOf(name: string, node: FormNode): unknown {
  if (typeof node === "string") {
    // The SDK sends an empty list as an empty value.
    if (lists.has(name) && node === "") return [];
    if (booleans.has(name)) return node === "true";
    return numbers.has(name) ? Number(node) : node;
  }
  if (typeof node.member === "object") {
    return Object.entries(node.member)
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, item]) => memberOf("", item));
  }
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, memberOf(key, inner)]));
}
