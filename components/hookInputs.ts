import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { StackInputs } from "../model/rules/stackChange.ts";

/** A resource's inputs or outputs as a hook is handed them. */
export type HookProperties = Readonly<Record<string, unknown>> | undefined;

/** A stack's inputs as a hook sees them, in plain: never to be shown, for secrets are among them. */
export async function stackInputs(properties: HookProperties): Promise<StackInputs> {
  const [templateUrl, parameters, tags, iamRoleArn] = await Promise.all(
    ["templateUrl", "parameters", "tags", "iamRoleArn"].map((key) => known(properties?.[key])),
  );
  return {
    ...textProperty("templateUrl", templateUrl),
    ...recordProperty("parameters", parameters),
    ...recordProperty("tags", tags),
    ...textProperty("iamRoleArn", iamRoleArn),
  };
}

/** Names of the parameters that CloudFormation answered `****` for: NoEcho ones. */
export async function maskedParameters(outputs: HookProperties): Promise<readonly string[]> {
  const { parameters } = recordProperty("parameters", await known(outputs?.parameters));
  return Object.entries(parameters ?? {}).flatMap(([name, value]) => (/^\*+$/.test(value) ? [name] : []));
}

/** A property that holds a secret anywhere arrives as an output; one that a preview can't know, as a mark of that. */
async function known(value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) return value;
  // The output has its value already, so that only one that is unknown, whose apply never runs, is late.
  return await Promise.race([new Promise((resolve) => void value.apply(resolve)), nextTurn(undefined)]);
}

function textProperty<K extends string>(key: K, value: unknown): { readonly [key in K]?: string } {
  return typeof value === "string" && !pulumi.isUnknown(value) ? ({ [key]: value } as { [key in K]: string }) : {};
}

function recordProperty<K extends string>(
  key: K,
  value: unknown,
): { readonly [key in K]?: Readonly<Record<string, string>> } {
  if (typeof value !== "object" || value === null || pulumi.isUnknown(value)) return {};
  // A single value that is unknown, or text in the end, is one all the same: its name counts.
  const texts = Object.entries(value).map(([name, text]) => [name, String(text)]);
  return { [key]: Object.fromEntries(texts) } as { [key in K]: Readonly<Record<string, string>> };
}
