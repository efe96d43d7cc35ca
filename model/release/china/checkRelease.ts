import { assetKindOf } from "./assetKinds.ts";
import { danglingNames, danglingStackUses } from "./checkNames.ts";
import { staticText } from "./staticText.ts";
import type { Release, ReleaseTemplate } from "./template.ts";
import type { TransformProblem } from "./transformedRelease.ts";
import { elementAt, elementsOf, placeOf, textAt } from "./tree.ts";
import { unsupportedParts } from "./unsupportedParts.ts";

/** What speaks against deploying a release as its templates stand: references to what isn't there, and missing objects. */
export function checkRelease(release: Release, inChina: boolean): readonly TransformProblem[] {
  const { root, templates, missing } = release;
  const without = missing.get(root);
  if (without !== undefined) return [{ template: root, place: "", chain: [], message: `It can't be read: ${without}` }];
  return [...templates.values()].flatMap((template) => {
    const problems = [
      ...template.references.problems.map(({ node, message }) => ({ place: placeOf(node), message })),
      ...resourceProblems(template),
      ...stackProblems(template, missing),
      ...objectsElsewhere(template),
      ...danglingNames(template),
      ...danglingStackUses(template, templates),
      ...(inChina ? unsupportedParts(template) : []).map(({ element, why }) => ({
        place: placeOf(element.value),
        message: `It is still there: ${why}`,
      })),
    ];
    return problems.map((problem) => ({ template: template.key, chain: [], ...problem }));
  });
}

interface Problem {
  readonly place: string;
  readonly message: string;
}

function resourceProblems({ tree }: ReleaseTemplate): readonly Problem[] {
  const resources = elementsOf(elementAt(tree.root, "Resources")?.value);
  if (resources.length === 0) return [{ place: "Resources", message: "The template has no resources." }];
  // A macro among the resources (Fn::ForEach, Fn::Transform) makes names that can't be followed.
  return resources
    .filter(({ value }) => textAt(value, "Type") === undefined)
    .map(({ value }) => ({ place: placeOf(value), message: "It is no resource: what it makes can't be told." }));
}

function stackProblems({ stacks }: ReleaseTemplate, missing: Release["missing"]): readonly Problem[] {
  return stacks.flatMap(({ element, child }) => {
    const place = placeOf(element.value);
    if (child === undefined) return [{ place, message: "Its template is not in the bucket of the release." }];
    const reason = missing.get(child);
    return reason === undefined ? [] : [{ place, message: `Its template ${child} can't be read: ${reason}` }];
  });
}

/** Code and the like that CloudFormation would look for in another bucket, or on somebody's disk. */
function objectsElsewhere({ tree, references }: ReleaseTemplate): readonly Problem[] {
  const named = new Set(references.sites.map(({ node }) => node));
  return elementsOf(elementAt(tree.root, "Resources")?.value).flatMap(({ value: resource }) => {
    const type = textAt(resource, "Type") ?? "";
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
