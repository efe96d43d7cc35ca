import * as examples from "./examples.ts";

/** What is told of one answer. */
export interface DocumentedAnswer {
  readonly heading: string;
  /** Name of its type in automation/cli/answers.ts. */
  readonly type: string;
  readonly text: string;
  /** By exit code, when it is. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** The command, what it answers, and whether that is one object a line. */
  readonly examples: readonly {
    readonly command: string;
    readonly answer: unknown;
    readonly lines?: true;
  }[];
}

export const documentedAnswers: readonly DocumentedAnswer[] = [
  {
    heading: "`panther plan`",
    type: "PlanAnswer",
    text: "One object. With an environment: its way to the release wanted, `EnvironmentPlan`. By `--from` and `--to` alone: `ReleasePlan`, without AWS. Where nothing can be planned at all: `RefusedPlan`, whose findings say why.",
    exitCodes: {
      0: "no finding is an error",
      1: "AWS or its credentials failed: told on stderr, without an answer",
      2: "a finding is an error",
    },
    examples: [
      { command: "panther plan prod --json", answer: examples.environmentPlan },
      {
        command: "panther plan --from 1.38.5 --to v1.39.7 --region us-east-1 --json",
        answer: examples.planOfReleases,
      },
    ],
  },
  {
    heading: "`panther preflight`",
    type: "PreflightAnswer",
    text: "One object: every check with what it came to. `could-not-tell` says nothing about what was to be looked at, only why nobody could.",
    exitCodes: {
      0: "no check failed, or each that did was accepted",
      1: "AWS failed before the checks began: told on stderr, without an answer",
      2: "a check failed, or the environment's file is wrong (told on stderr)",
      130: "interrupted; nothing is printed",
    },
    examples: [{ command: "panther preflight prod --json", answer: examples.preflight }],
  },
  {
    heading:
      "`panther deploy`, `panther upgrade`, `panther build`, `panther adopt`, `panther recover`, `panther teardown`, `panther china rotate-key`, `panther source …`",
    type: "EventLine",
    text: "One event a line, while the run goes on. The last one is `summary`, however it ends; where it failed or was refused, `failed` comes before it. `planned` has what `panther plan` answers.",
    exitCodes: {
      0: "`result` is `done`",
      1: "`failed`: something was changed, or AWS failed",
      2: "`refused`: nothing was changed",
      130: "`interrupted`: run the same command again, it goes on from what stands",
    },
    examples: [
      { command: "panther upgrade prod --yes --reason CHG-1234 --json", answer: examples.failedUpgrade, lines: true },
    ],
  },
  {
    heading: "`panther watch`",
    type: "EventLine",
    text: "Events as above, of the operation that is under way: `resource-event`, `stack-progress`, `failure-found`, `notice`. There is no summary: whoever began the operation has it.",
    exitCodes: {
      0: "nothing is under way, or the operation did what it was asked to",
      1: "the operation failed, or AWS did",
      2: "the environment's file or the account is wrong",
      130: "interrupted; the operation goes on",
    },
    examples: [],
  },
  {
    heading: "`panther status`, `panther status --drift`",
    type: "StatusOutput",
    text: "Of one environment by its name one object; of several, and without a name, an array. One that can't be looked at is there with its `error`. `drift` is there with `--drift` alone.",
    exitCodes: {
      0: "everything was looked at, and `--drift` found none",
      1: "an environment, or a part of its drift, could not be looked at",
      2: "an environment's file or the account is wrong",
      3: "drift was found",
      130: "interrupted; nothing is printed",
    },
    examples: [{ command: "panther status prod --drift --json", answer: examples.driftStatus }],
  },
  {
    heading: "`panther diagnose`",
    type: "DiagnosisAnswer",
    text: "One object: what failed first in the newest operation of a stack, the way down to it, what failed besides, what it means and what to do. `cause` and `hint` are null where there is none.",
    exitCodes: {
      0: "answered, whether something failed or not",
      1: "AWS or its credentials failed",
      2: "wrong use, no such stack, or a file that can't be read",
      130: "interrupted; nothing is printed",
    },
    examples: [{ command: "panther diagnose prod --json", answer: examples.diagnosis }],
  },
  {
    heading: "`panther china check`",
    type: "ChinaCheckAnswer",
    text: "One object: what the gateway in China answers with the web app's own URL and key, and why. No key's value is in it.",
    exitCodes: {
      0: "it answers as it should",
      1: "it does not, or AWS failed",
      2: "the environment's file or the credentials for the web app are wrong, or there is no side in China",
      130: "interrupted; nothing is printed",
    },
    examples: [{ command: "panther china check prod --json", answer: examples.chinaCheck }],
  },
  {
    heading: "`panther china copy`, `panther china download`, `panther china upload`",
    type: "CopyLine",
    text: "One event a line, while the copy goes on: `copy-planned` first, `copy-finished` last, or `failed`. With `--dry-run`: `copy-planned`, and a `copy-difference` for each template that changes. A run that copies as one of its steps has the same events among its own.",
    exitCodes: {
      0: "everything is there; with `--dry-run`: it was looked at",
      1: "`failed`: something may have been copied, which stays",
      2: "`failed` before anything was copied",
      130: "interrupted: run the same command again, it goes on from what is there",
    },
    examples: [
      {
        command: "panther china copy --release v1.39.7 --bucket my-releases --region cn-north-1 --json",
        answer: examples.copy,
        lines: true,
      },
    ],
  },
  {
    heading: "`panther china transform`",
    type: "ChinaTransformAnswer",
    text: "One object: the templates with their keys before and after and how they differ, what else they need, and what was taken out with the chain that led there; or the problems.",
    exitCodes: {
      0: "transformed, and written unless `--dry-run` was given",
      2: "refused, or the folder is wrong: nothing was written",
      130: "interrupted; nothing is printed",
    },
    examples: [{ command: "panther china transform ./v1.39.7 --dry-run … --json", answer: examples.chinaTransform }],
  },
  {
    heading: "`panther history`",
    type: "HistoryAnswer",
    text: "One object: the runs of an environment that were made from this folder.",
    exitCodes: { 0: "always, where the journals can be read" },
    examples: [{ command: "panther history prod --json", answer: examples.historyOfFailure }],
  },
  {
    heading: "`panther report`",
    type: "ReportAnswer",
    text: "One object: what a run did, from its journal. `hops` have `steps`, those `operations` of CloudFormation, and these the root stack with everything nested in it. Without `--json` it is an HTML file. A run that can't be found is told on stderr.",
    exitCodes: { 0: "the report was made", 2: "there is no such run, or the file can't be written" },
    examples: [{ command: "panther report prod --json", answer: examples.reportOfFailure }],
  },
  {
    heading: "`panther releases`",
    type: "ReleasesAnswer",
    text: "One object: the releases that an upgrade may go to.",
    exitCodes: { 0: "the list could be read", 2: "it could not: the finding says why" },
    examples: [{ command: "panther releases --json", answer: examples.releases }],
  },
  {
    heading: "`panther parameters`",
    type: "ParametersAnswer",
    text: "One array: what is documented of Panther's parameters.",
    exitCodes: { 0: "always, but for wrong use" },
    examples: [{ command: "panther parameters --json", answer: examples.parameters }],
  },
  {
    heading: "`panther parameters check`",
    type: "ParametersCheckAnswer",
    text: "One object: whether values fit a template. No finding holds the value of a secret.",
    exitCodes: { 0: "accepted", 2: "not accepted, or a file can't be read" },
    examples: [
      {
        command: "panther parameters check --template panther.yml --values values.yml --json",
        answer: examples.parametersCheck,
      },
    ],
  },
];
