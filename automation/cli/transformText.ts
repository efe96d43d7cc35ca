import type { TransformedFolder } from "../china/transformFolder.ts";
import type { ChinaTransformAnswer } from "./answers.ts";
import { labelled } from "./wrap.ts";

/** What became of a folder, at 80 columns. */
export function transformText(answer: ChinaTransformAnswer, out = ""): string {
  switch (answer.kind) {
    case "failed":
      return lines([labelled("✗ ", answer.message), labelled("  ", `${answer.fix} (${answer.code})`)]);
    case "refused":
      return lines([
        labelled("✗ ", "Not transformed: nothing was written."),
        ...answer.problems.flatMap(({ template, place, chain, message }) => [
          labelled("  ✗ ", [template, place].filter(Boolean).join(": ")),
          labelled("    ", message),
          ...chain.map((step) => labelled("    ← ", step)),
        ]),
      ]);
    case "transformed": {
      const changed = answer.templates.filter(({ diff }) => diff !== "").length;
      const counts = `${answer.templates.length} templates, ${changed} of them changed, and ${answer.assets.length} other objects`;
      return lines([
        labelled("✓ ", `${counts} in ${out}`),
        ...removedText(answer.removed),
        ...answer.images.map((uri) => labelled("  ! ", `An image has to be brought to China by hand: ${uri}`)),
        lintText(answer),
      ]);
    }
  }
}

/** What was taken out, below what China doesn't have. */
function removedText(removed: TransformedFolder["removed"]): readonly string[] {
  const reasons = [...new Set(removed.map(({ chain }) => chain[0] ?? ""))];
  return reasons.flatMap((reason) => [
    labelled("  - ", reason),
    ...removed.filter(({ chain }) => chain[0] === reason).map(({ chain }) => labelled("      ", chain.at(-1) ?? "")),
  ]);
}

/** How each template changes, as unified diffs; what else there is to say stands before them as comments of a patch. */
export function differencesText(answer: TransformedFolder): string {
  const notes = [
    ...answer.images.map((uri) => `An image has to be brought to China by hand: ${uri}`),
    lintText(answer),
  ];
  return lines([
    ...notes.map((note) => `# ${note.trim()}`),
    ...answer.templates.map(({ diff }) => diff).filter(Boolean),
  ]);
}

function lintText({ lint }: TransformedFolder): string {
  return lint.kind === "linted" ? "  cfn-lint finds nothing that is new in China" : `  cfn-lint: ${lint.reason}`;
}

function lines(list: readonly string[]): string {
  return list.map((line) => `${line.trimEnd()}\n`).join("");
}
