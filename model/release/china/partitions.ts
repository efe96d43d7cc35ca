import { type Edit, replacePieces } from "./edits.ts";
import type { ReleaseTemplate } from "./template.ts";
import { ancestors, elementAt, elementsOf, member, nodesIn, type Scalar, type TreeNode, typeOf } from "./tree.ts";
import { foreignArn } from "./unsupported.ts";

// An ARN with its partition written out; `${AWS::Region}` has colons of its own.
const part = "(?:\\$\\{[^}]*\\}|[^:])*";
const standardArn = new RegExp(`^arn:aws:${part}:(?<region>${part}):(?<account>${part}):`);

/**
 * Why an ARN means nothing in AWS China; undefined for anything else. ARNs of an account or region that is named belong to
 * somebody in the standard partition; those of the own account, and of policies that AWS keeps, exist in China too and
 * only name the wrong partition.
 */
export function foreignArnIn(node: TreeNode, type: string): string | undefined {
  const arn = standardArnOf(node, type);
  return arn && isForeign(arn) ? `${arn.text}: ${foreignArn.why}` : undefined;
}

/** Gives the ARNs of a template that exist in China too the partition that they have there. */
export function partitionEdits(template: ReleaseTemplate, stays: (node: TreeNode) => boolean): readonly Edit[] {
  return elementsOf(elementAt(template.tree.root, "Resources")?.value).flatMap((resource) =>
    nodesIn(resource.value).flatMap((node) => {
      if (node.kind !== "scalar" || !stays(node)) return [];
      const arn = standardArnOf(node, typeOf(resource.value));
      return arn && !isForeign(arn)
        ? [replacePieces(template.tree, node, [{ from: "arn:aws:", to: "arn:aws-cn:" }])]
        : [];
    }),
  );
}

interface StandardArn {
  readonly text: string;
  readonly region: string;
  readonly account: string;
}

/** An ARN where IAM reads it: in a policy's statement, among managed policies, as a function's caller. */
function standardArnOf(node: TreeNode, type: string): StandardArn | undefined {
  if (node.kind !== "scalar" || typeof node.value !== "string") return undefined;
  const found = standardArn.exec(node.value)?.groups;
  if (!found || !(isRead(node) || type === "AWS::Lambda::Permission")) return undefined;
  return { text: node.value, region: String(found.region), account: String(found.account) };
}

function isRead(node: Scalar): boolean {
  return Array.from(ancestors(node)).some(
    ({ key, owner }) =>
      key === "ManagedPolicyArns" || key === "PermissionsBoundary" || member(owner, "Effect") !== undefined,
  );
}

function isForeign({ region, account }: StandardArn): boolean {
  return /^\d{12}$/.test(account) || /^[a-z]{2}-[a-z]+(?:-[a-z]+)*-\d$/.test(region);
}
