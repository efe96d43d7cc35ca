import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { identityKeys, type StackIdentity } from "../model/rules/identity.ts";
import { isMasked, type StackInputs, type StackTexts, stackInputKeys } from "../model/rules/stackChange.ts";

/** A resource's inputs or outputs as a hook is handed them. */
export type HookProperties = Readonly<Record<string, unknown>> | undefined;

/** A stack's inputs as a hook sees them, in plain: never to be shown, for secrets are among them. */
export async function stackInputs(properties: HookProperties): Promise<StackInputs> {
  const values = await knownOf(properties, stackInputKeys);
  return {
    ...textProperty("templateUrl", values.templateUrl),
    ...recordProperty("parameters", values.parameters),
    ...recordProperty("tags", values.tags),
    ...textProperty("iamRoleArn", values.iamRoleArn),
    notKnown: stackInputKeys.filter((key) => pulumi.isUnknown(values[key])),
  };
}

/** What a component recorded of its identity; without what is known only later. */
export async function identityInputs(properties: HookProperties): Promise<StackIdentity> {
  const values = await knownOf(properties, identityKeys);
  return Object.assign({}, ...identityKeys.map((key) => textProperty(key, values[key])));
}

/** The template that a stack had when Pulumi last looked. */
export async function templateBody(outputs: HookProperties): Promise<string | undefined> {
  const body = await known(outputs?.templateBody);
  return typeof body === "string" ? body : undefined;
}

/** Names of the parameters that CloudFormation answered `****` for: NoEcho ones. */
export async function maskedParameters(outputs: HookProperties): Promise<readonly string[]> {
  const { parameters } = recordProperty("parameters", await known(outputs?.parameters));
  return Object.entries(parameters ?? {}).flatMap(([name, value]) => (isMasked(value) ? [name] : []));
}

async function knownOf<K extends string>(
  properties: HookProperties,
  keys: readonly K[],
): Promise<Readonly<Record<K, unknown>>> {
  const entries = await Promise.all(keys.map(async (key) => [key, await known(properties?.[key])] as const));
  return Object.fromEntries(entries) as Record<K, unknown>;
}

/** A property that holds a secret anywhere arrives as an output; one that a preview can't know, as a mark of that. */
async function known(value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) return value;
  // The output has its value already, so that only one that is unknown, whose apply never runs, is late.
  return await Promise.race([new Promise((resolve) => void value.apply(resolve)), nextTurn(pulumi.unknown)]);
}

function textProperty<K extends string>(key: K, value: unknown): { readonly [key in K]?: string } {
  return typeof value === "string" ? ({ [key]: value } as { [key in K]: string }) : {};
}

function recordProperty<K extends string>(key: K, value: unknown): { readonly [key in K]?: StackTexts } {
  if (typeof value !== "object" || value === null || pulumi.isUnknown(value)) return {};
  const texts = Object.entries(value).map(([name, text]) => [name, pulumi.isUnknown(text) ? undefined : String(text)]);
  return { [key]: Object.fromEntries(texts) } as { [key in K]: StackTexts };
}
