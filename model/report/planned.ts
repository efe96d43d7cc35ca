import type { JournalPlan, LineOf } from "./journalLines.ts";
import type { FindingOfRun, ParameterChangeOfRun, SettingChange } from "./report.ts";

/** What each release was to change in the root template's parameters, and which of the environment's it left out. */
export function parameterChangesOf({ hops }: JournalPlan): readonly ParameterChangeOfRun[] {
  return hops.flatMap(({ to: release, parameters }) => {
    const { added, removed, defaultChanged, newlyRequired, leftOut } = parameters;
    const lists = [
      ["added", added],
      ["removed", removed],
      ["default-changed", defaultChanged],
      ["newly-required", newlyRequired],
    ] as const;
    return [
      ...lists.flatMap(([change, list]) =>
        list.map(({ name, oldDefault = null, newDefault = null }) => ({
          ...{ release, name, change, oldDefault, newDefault },
        })),
      ),
      ...leftOut.map((name) => ({
        ...{ release, name, oldDefault: null, newDefault: null },
        change: "left-out" as const,
      })),
    ];
  });
}

export function settingChangesOf({ settings }: JournalPlan): readonly SettingChange[] {
  const { parameters = [], notComparable = [], tags = [] } = settings ?? {};
  const named = (kind: SettingChange["kind"], names: readonly string[]) =>
    names.map((name) => ({ kind, name, before: null, wanted: null }));
  return [
    ...parameters.map(({ name, live = null, wanted = null }) => ({
      ...{ kind: "parameter" as const, name, before: live, wanted },
    })),
    ...named("not-comparable", notComparable),
    ...named("tag", tags),
  ];
}

/** The plan's findings, and those that came up besides: the plan's are in lines of their own, too. */
export function findingsOf(
  plan: JournalPlan | undefined,
  lines: readonly LineOf<"finding">[],
): readonly FindingOfRun[] {
  const planned = plan?.findings ?? [];
  const known = new Set(planned.map(({ code }) => code));
  return [...planned, ...lines.filter(({ code }) => !known.has(code))].map(
    ({ severity, code, message, fix, releases, accepted = false }) => ({
      ...{ severity, code, message: message ?? null, fix: fix ?? null, releases, accepted },
    }),
  );
}
