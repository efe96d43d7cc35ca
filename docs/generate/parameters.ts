import { roleParameters } from "../../model/release/parameters/catalog/role.ts";
import { notParameters, rootParameterTopics } from "../../model/release/parameters/catalog.ts";
import { defaultInWords, limitsInWords, releasesInWords } from "../../model/release/parameters/describe.ts";
import { type DocumentedParameter, sources } from "../../model/release/parameters/documented.ts";
import { acceptableCodes, findingCodes } from "../../model/release/parameters/finding.ts";

/** docs/parameters.md, from the catalog. */
export function parametersPage(): string {
  const topics = [...rootParameterTopics, { title: "Of the deployment role's template", parameters: roleParameters }];
  return `${[
    "# Parameters",
    "Every parameter of Panther's root template that is documented, and those of the deployment role's. A release's own template decides which there are and what they may be; `panther parameters check` asks it. On the command line: `panther parameters [--release <version>] [--json]`.",
    "**Unset and blank differ.** An unset parameter has its default. A blank one is blank, which often turns something off. Secrets go into `panther:secretParameters`, everything else into `panther:parameters`.",
    '"Since" names the first release that the documentation knows the parameter for.',
    ...topics.flatMap(({ title, parameters }) => [`## ${title}`, ...parameters.map(entry)]),
    "## No parameters",
    ...[...notParameters].map(([name, what]) => `\`${name}\` is ${what}.`),
    "## What a check can say",
    `Errors refuse; warnings don't. ${acceptableCodes.map((code) => `\`${code}\``).join(", ")} can be accepted by name.`,
    [
      "| code | severity |",
      "| --- | --- |",
      ...Object.entries(findingCodes).map(([code, severity]) => `| \`${code}\` | ${severity} |`),
    ].join("\n"),
    "## Sources",
    Object.entries(sources)
      .map(([name, text]) => `- ${name}: ${text}`)
      .join("\n"),
  ].join("\n\n")}\n`;
}

function entry(parameter: DocumentedParameter): string {
  const { name, type, secret, text, blank, noEffect, correction, allowedPattern, replacedBy, source } = parameter;
  const releases = releasesInWords(parameter);
  return [
    `### \`${name}\``,
    "",
    `${[type, defaultInWords(parameter), ...(secret ? ["**secret**"] : []), ...limitsInWords(parameter), ...(releases ? [releases] : [])].join(" · ")} *(${source})*`,
    "",
    [
      text,
      ...(blank === undefined ? [] : [`Blank: ${blank}.`]),
      ...(noEffect === undefined ? [] : [noEffect]),
      ...(replacedBy === undefined ? [] : [`\`${replacedBy}\` took its place.`]),
      ...(correction === undefined ? [] : [`*${correction}*`]),
    ].join(" "),
    ...(allowedPattern === undefined ? [] : ["", `Pattern: \`\`${allowedPattern}\`\``]),
  ].join("\n");
}
