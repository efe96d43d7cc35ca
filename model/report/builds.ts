import type { LineOf } from "./journalLines.ts";
import type { BuildOfRun } from "./report.ts";
import { spanOf } from "./span.ts";

export type BuildLine = LineOf<"build-started"> | LineOf<"build-phase">;

/** The builds that a step saw to, each phase until the next; CodeBuild's last one, COMPLETED, takes no time. */
export function buildsOf(lines: readonly BuildLine[], statuses: ReadonlyMap<string, string>): readonly BuildOfRun[] {
  return [...new Set(lines.map(({ id }) => id))].map((id) => {
    const own = lines.filter((line) => line.id === id);
    const phases = own.flatMap((line) => (line.type === "build-phase" ? [line] : []));
    const completed = phases.find(({ phase }) => phase === "COMPLETED");
    return {
      id,
      joined: own.some((line) => line.type === "build-started" && line.joined),
      status: statuses.get(id) ?? null,
      ...spanOf(Math.min(...own.map(({ at }) => at)), completed?.at ?? null),
      phases: phases
        .filter((one) => one !== completed)
        .map(({ phase, at }, index) => ({ phase, ...spanOf(at, phases[index + 1]?.at ?? null) })),
    };
  });
}
