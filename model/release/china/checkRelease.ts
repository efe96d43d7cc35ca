import { partitionOf } from "../partition.ts";
import { assetKindOf } from "./assetKinds.ts";
import { danglingNames, danglingStackUses } from "./checkNames.ts";
import { staticText } from "./staticText.ts";
import type { Release, ReleaseTemplate } from "./template.ts";
import type { TransformProblem } from "./transformedRelease.ts";
import { elementAt, elementsOf, intrinsicOf, member, nodesIn, placeOf, textAt, textOf, typeOf } from "./tree.ts";
import { unsupportedParts } from "./unsupportedParts.ts";

/** What speaks against deploying a release in a region as its templates stand: references to what isn't there. */
export function checkRelease(release: Release, region: string): readonly TransformProblem[] {
  const { root, templates, missing } = release;
  const without = missing.get(root);
  if (without !== undefined) return [{ template: root, place: "", chain: [], message: `It can't be read: ${without}` }];
  return [...templates.values()].flatMap((template) => {
    const problems = [
      ...template.references.problems.map(({ node, message }) => ({ place: placeOf(node), message })),
      ...withoutResources(template),
      ...unknownMacros(template),
      ...stackProblems(template, release),
      ...objectsElsewhere(template),
      ...danglingNames(template, region),
      ...danglingStackUses(template, templates),
      ...(partitionOf(region).name === "aws-cn" ? unsupported(template, region) : []),
    ];
    return problems.map((problem) => ({ template: template.key, chain: [], ...problem }));
  });
}

interface Problem {
  readonly place: string;
  readonly message: string;
}

function withoutResources({ tree }: ReleaseTemplate): readonly Problem[] {
  const resources = elementAt(tree.root, "Resources")?.value;
  return elementsOf(resources).length > 0 ? [] : [{ place: "Resources", message: "The template has no resources." }];
}

// Macros that add names in a way that is known, or none.
const knownMacros = new Set(["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen"]);

/** What a macro makes of a template can't be followed. */
function unknownMacros({ tree }: ReleaseTemplate): readonly Problem[] {
  const resources = elementAt(tree.root, "Resources");
  const transform = elementAt(tree.root, "Transform")?.value;
  const macros = nodesIn(transform).filter(({ kind }) => kind === "scalar");
  return [
    ...macros.filter((macro) => !knownMacros.has(String(textOf(macro)))),
    // A loop stands beside the resources that it makes more of.
    ...elementsOf(resources?.value).flatMap(({ value }) => (textAt(value, "Type") === undefined ? [value] : [])),
    ...nodesIn(resources?.value).filter((node) => {
      const name = intrinsicOf(node)?.name ?? "";
      return name === "Fn::Transform" || name.startsWith("Fn::ForEach");
    }),
  ].map((node) => ({ place: placeOf(node), message: "What a macro or an included file makes of it can't be told." }));
}

function stackProblems({ stacks, references }: ReleaseTemplate, { templates, missing }: Release): readonly Problem[] {
  const named = references.sites.flatMap(({ objects }) => objects).filter(({ kind }) => kind === "template");
  return [
    ...stacks
      .filter(({ child }) => child === undefined)
      .map(({ element }) => ({
        place: placeOf(element.value),
        message: "Its template is not in the bucket of the release.",
      })),
    ...named
      .filter(({ key }) => !templates.has(key))
      .map(({ key, place }) => {
        const reason = missing.get(key) ?? "it is one of several that the stack may be made of";
        return { place, message: `Template ${key} can't be followed: ${reason}` };
      }),
  ];
}

/** Code and the like that CloudFormation would look for in another bucket, or on somebody's disk. */
function objectsElsewhere({ tree, references }: ReleaseTemplate): readonly Problem[] {
  const named = new Set(references.sites.map(({ node }) => node));
  return elementsOf(elementAt(tree.root, "Resources")?.value).flatMap(({ value: resource }) => {
    const type = typeOf(resource);
    return elementsOf(elementAt(resource, "Properties")?.value).flatMap(({ key = "", value }) => {
      const kind = assetKindOf(type, key);
      if (kind === undefined || kind === "template" || named.has(value)) return [];
      const bucket = elementAt(value, "S3Bucket") ?? elementAt(value, "Bucket");
      const text = staticText(bucket?.value ?? value, { tree, region: undefined });
      if (text === undefined || text.includes("${")) return [];
      return [{ place: placeOf(value), message: `It is not in the bucket of the release: ${text}` }];
    });
  });
}

function unsupported(template: ReleaseTemplate, region: string): readonly Problem[] {
  const { tree } = template;
  const statements = nodesIn(elementAt(tree.root, "Resources")?.value).filter((node) => member(node, "Effect"));
  const foreign = statements
    .flatMap(nodesIn)
    .filter((node) => staticText(node, { tree, region })?.startsWith("arn:aws:"));
  return [
    ...unsupportedParts(template).map(({ element, why }) => ({ place: placeOf(element.value), message: why })),
    ...foreign.map((node) => ({ place: placeOf(node), message: "It makes an ARN of another partition." })),
  ];
}
