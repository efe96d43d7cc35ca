import { carriesTags } from "./actionsOfTypes.ts";
import type { CallerRequests } from "./callerActions.ts";
import type { NeededActions } from "./neededActions.ts";
import { byRequestedRegion, type ContextValues, contextOf, type RequestSituation } from "./requestContext.ts";

/** Actions that are asked for with the same values of condition keys. */
export interface CallerQuestions {
  readonly needed: readonly NeededActions[];
  readonly values: ContextValues;
}

/** Who calls, and with what. */
export interface CallerPlace {
  readonly accountId: string;
  readonly region: string;
  readonly principalArn: string;
  /** Of the stacks. */
  readonly tags: Readonly<Record<string, string>>;
  readonly now: Date;
}

// What a policy asks about that is known before; IAM's simulator fills in nothing of it.
const keys = [
  "aws:RequestedRegion",
  "aws:PrincipalArn",
  "aws:PrincipalAccount",
  "aws:PrincipalType",
  "aws:ResourceAccount",
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:ViaAWSService",
  "aws:CalledVia",
  "aws:CalledViaFirst",
  "aws:CalledViaLast",
  "iam:PassedToService",
  "iam:PermissionsBoundary",
  "aws:TagKeys",
];

/** The caller's requests with what they carry: apart by region, by how they come about, and by whether they have tags. */
export function callerQuestions(
  requests: readonly CallerRequests[],
  { accountId, region, principalArn, tags, now }: CallerPlace,
  boundary: string | null = null,
): readonly CallerQuestions[] {
  const shared = { accountId, principal: { arn: principalArn }, byCloudFormation: false, boundary, now } as const;
  return requests.flatMap(({ needed, ...way }) =>
    [...byRequestedRegion(needed, region)].flatMap(([requested, some]) => {
      const situation = { ...shared, ...way, region: requested, encryption: "AES256" } as const;
      return [
        questions(some, isTagged, { ...situation, tags }),
        questions(some, (action) => !isTagged(action), { ...situation, tags: {} }),
      ].filter((one) => one.needed.length > 0);
    }),
  );
}

function isTagged(action: string): boolean {
  return carriesTags(action) || action === "cloudformation:CreateStack" || action === "cloudformation:UpdateStack";
}

function questions(
  all: readonly NeededActions[],
  isAsked: (action: string) => boolean,
  situation: RequestSituation,
): CallerQuestions {
  const needed = all.flatMap(({ actions, resources }) => {
    const some = actions.filter(isAsked);
    return some.length === 0 ? [] : [{ actions: some, resources }];
  });
  const ofTags = Object.keys(situation.tags).map((name) => `aws:RequestTag/${name}`);
  return { needed, values: contextOf([...keys, ...ofTags], situation).values };
}
