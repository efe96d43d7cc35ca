import { conditionHolds } from "../parameters/nested/expression.ts";
import { partitionOf } from "../partition.ts";
import { parseTemplate } from "../templateText.ts";
import type { TemplateTree } from "./tree.ts";

/** Whether a condition holds in a region, whatever the parameters; undefined where it doesn't depend on the region alone. */
export function conditionIn(tree: TemplateTree, name: string | undefined, region: string): boolean | undefined {
  if (name === undefined) return undefined;
  const { name: partition, dnsSuffix } = partitionOf(region);
  const pseudo = { "AWS::Partition": partition, "AWS::Region": region, "AWS::URLSuffix": dnsSuffix };
  const values = Object.entries(pseudo).map(([key, text]) => [key, { text, type: "String", from: [] }] as const);
  return conditionHolds(name, { template: parseTemplate(tree.text), values: new Map(values) });
}
