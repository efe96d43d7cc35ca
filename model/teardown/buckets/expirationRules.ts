/** Names our rules; what comes behind it is the date on which they were made, which S3 does not keep. */
const idStart = "panther-expire-everything-";

const day = 24 * 60 * 60 * 1000;

/** As much of a lifecycle rule as has to be known of one that somebody else has made. */
export interface StandingRule {
  readonly ID?: string | undefined;
  readonly Status?: string | undefined;
  /** Of rules of an older kind, in place of a filter. */
  readonly Prefix?: string | undefined;
  readonly Filter?: object | undefined;
}

/** Rules that expire everything that is in a bucket. */
export interface ExpirationRule {
  readonly ID: string;
  readonly Status: "Enabled";
  readonly Filter: { readonly Prefix: "" };
  readonly Expiration: { readonly Days: 1 } | { readonly ExpiredObjectDeleteMarker: true };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: 1 };
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: 1 };
}

/**
 * A bucket's rules with ours, as of now. Rules of the older kind are written anew with a filter that says the same: S3 takes
 * no mixture of the two. Rules of ours from before are replaced.
 */
export function withExpiration<Rule extends StandingRule>(
  standing: readonly Rule[],
  now: Date,
): readonly (Rule | ExpirationRule)[] {
  const kept = standing.filter(({ ID }) => ID === undefined || !isOurs(ID)).map(filtered);
  return [...kept, ...ourRules(now)];
}

function filtered<Rule extends StandingRule>(rule: Rule): Rule {
  if (rule.Prefix === undefined) return rule;
  const { Prefix, ...rest } = rule;
  return { ...rest, Filter: { Prefix } } as unknown as Rule;
}

function ourRules(now: Date): readonly ExpirationRule[] {
  const ID = `${idStart}${dateOf(now)}`;
  const common = { Status: "Enabled", Filter: { Prefix: "" } } as const;
  return [
    {
      ...common,
      ID,
      Expiration: { Days: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
    // A rule with a number of days can't say it, and would have a delete marker wait for that number once more.
    { ...common, ID: `${ID}-markers`, Expiration: { ExpiredObjectDeleteMarker: true } },
  ];
}

/** Also those of Panther's own teardown, whose name has no date. */
function isOurs(id: string): boolean {
  return id === idStart.slice(0, -1) || id.startsWith(idStart);
}

/**
 * Since when our rules have been at work.
 * @returns an ISO date; undefined where they have not
 */
export function expiringSince(rules: readonly StandingRule[]): string | undefined {
  for (const { ID = "", Status } of rules) {
    const [, date] = /^panther-expire-everything-(\d{4}-\d\d-\d\d)$/.exec(ID) ?? [];
    if (date !== undefined && Status === "Enabled") return date;
  }
  return undefined;
}

/**
 * When S3 has had the time to expire everything. A day counts from the next midnight UTC on. Of versions the current one becomes
 * a noncurrent one first, which has a day of its own, and the delete marker goes after that. S3 may take longer: it queues.
 * @param since an ISO date
 * @returns ISO 8601
 */
export function canGoAfter(since: string, versioned: boolean): string {
  // What was written last on that day is a day old on the next, and goes at the midnight that ends it.
  const days = versioned ? 5 : 2;
  return new Date(Date.parse(since) + days * day).toISOString();
}

/** @returns an ISO date, in UTC */
export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
