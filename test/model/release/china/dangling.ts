import { readTemplateText } from "../../../../model/release/templateText.ts";
import { newUrlOf } from "./support.ts";

type Data = Readonly<Record<string, unknown>>;

const isData = (value: unknown): value is Data => typeof value === "object" && value !== null && !Array.isArray(value);
const part = (value: unknown, ...path: readonly string[]): Data =>
  path.reduce<Data>((at, key) => (isData(at[key]) ? at[key] : {}), isData(value) ? value : {});

/**
 * What a release's templates name and don't have: a second opinion, from plain data, which shares nothing with the
 * transform.
 */
export function danglingIn(templates: ReadonlyMap<string, string>): readonly string[] {
  const parsed = new Map(
    Array.from(templates, ([key, text]) => {
      const read = readTemplateText(text);
      return [key, read.kind === "data" ? read.data : undefined] as const;
    }),
  );
  return [...parsed].flatMap(([key, data]) => danglingOf(data, parsed).map((found) => `${key}: ${found}`));
}

function danglingOf(template: unknown, all: ReadonlyMap<string, unknown>): readonly string[] {
  const found: string[] = [];
  const resources = part(template, "Resources");
  const parameters = part(template, "Parameters");
  const has = (section: string, name: unknown) => String(name) in part(template, section);
  // SAM makes a function's role, and a template may name it.
  const isImplied = (name: string) => {
    const maker = part(resources, /^(\w+)Role$/.exec(name)?.[1] ?? "");
    return maker.Type === "AWS::Serverless::Function" && !("Role" in part(maker, "Properties"));
  };
  const entity = (text: string) => {
    const [name = "", ...attribute] = text.split(".");
    if (name.startsWith("AWS::")) return;
    const isKnown = name in resources || isImplied(name) || (name in parameters && attribute.length === 0);
    if (!isKnown) found.push(text);
    const url = part(resources, name, "Properties").TemplateURL;
    const nested = [...all].find(([key]) => newUrlOf(key) === url)?.[1];
    if (attribute[0] === "Outputs" && !(String(attribute[1]) in part(nested, "Outputs"))) found.push(text);
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isData(value)) return;
    for (const [key, argument] of Object.entries(value)) {
      if (key === "Ref") entity(String(argument));
      else if (key === "Fn::GetAtt") entity((Array.isArray(argument) ? argument : [argument]).join("."));
      else if (key === "Fn::Sub") substitution(argument);
      else if (key === "Fn::If" && Array.isArray(argument) && !has("Conditions", argument[0]))
        found.push(`If ${argument[0]}`);
      else if (key === "Fn::FindInMap" && Array.isArray(argument) && !has("Mappings", argument[0]))
        found.push(`Map ${argument[0]}`);
      visit(argument);
    }
  };
  const substitution = (argument: unknown) => {
    const [text, own] = Array.isArray(argument) ? argument : [argument, {}];
    for (const [, name = ""] of String(text).matchAll(/\$\{([^!}]+)\}/g)) if (!(name in part(own))) entity(name);
  };
  visit(resources);
  visit(part(template, "Outputs"));
  visit(part(template, "Conditions"));
  for (const [id, resource] of Object.entries(resources))
    found.push(...danglingOfResource(id, part(resource), template, all));
  for (const condition of Object.values(part(template, "Conditions"))) {
    const named = part(condition).Condition;
    if (named !== undefined && !has("Conditions", named)) found.push(`Condition ${named}`);
  }
  return found;
}

function danglingOfResource(
  id: string,
  resource: Data,
  template: unknown,
  all: ReadonlyMap<string, unknown>,
): readonly string[] {
  const found: string[] = [];
  const orders = resource.DependsOn === undefined ? [] : [resource.DependsOn].flat();
  for (const order of orders) if (!(String(order) in part(template, "Resources"))) found.push(`DependsOn ${order}`);
  if (resource.Condition && !(String(resource.Condition) in part(template, "Conditions")))
    found.push(`Condition of ${id}`);
  if (resource.Type !== "AWS::CloudFormation::Stack") return found;
  const { TemplateURL: url } = part(resource, "Properties");
  const nested = [...all].find(([key]) => newUrlOf(key) === url)?.[1];
  const given = Object.keys(part(resource, "Properties", "Parameters"));
  const declared = part(nested, "Parameters");
  if (nested === undefined) found.push(`Template of ${id}`);
  for (const name of given) if (!(name in declared)) found.push(`${id} gives ${name}`);
  for (const name of Object.keys(declared)) {
    if (!given.includes(name) && !("Default" in part(declared, name))) found.push(`${id} lacks ${name}`);
  }
  return found;
}
