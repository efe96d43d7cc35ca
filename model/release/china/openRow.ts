import { namesBucket } from "./s3Locations.ts";
import { type Published, staticText } from "./staticText.ts";
import { elementAt, elementsOf, intrinsicOf, nodesIn, type TreeNode } from "./tree.ts";

/** Whether an expression without a known text is an Fn::FindInMap that reads from a mapping with names of the buckets. */
export function readsOpenRow(node: TreeNode, published: Published, buckets: readonly string[]): boolean {
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name !== "Fn::FindInMap") return false;
  const [first] = elementsOf(intrinsic.argument);
  const name = first && staticText(first.value, published);
  const mapping = elementAt(published.tree.root, "Mappings", String(name));
  return nodesIn(mapping?.value).some((value) => value.kind === "scalar" && namesBucket(String(value.value), buckets));
}
