// CloudFormation has no code for what a failure is: its fixed phrases are all that tells these apart.

/** A parent's words about its nested stack, before it repeats that stack's own reason. */
const embedded = /^Embedded stack \S+ was not successfully \w+[:.]?\s*(Currently in \w+ with reason:)?\s*/i;
const listing = /The following resource\(s\) failed to \w+: \[[^\]]*\]\s*\.?/gi;
const requested = /(Rollback|Delete) requested by user\.?/gi;
const cancellation = /Resource [\w-]+ (was )?cancell?ed\.?/gi;

/** Whether a resource was stopped because something else had failed. */
export function isCancellation(reason = ""): boolean {
  const said = reason.replace(embedded, "");
  return said.search(cancellation) === 0 && rest(said) === "";
}

/** Whether a stack's reason says no more than that something in it failed. */
export function isEcho(reason = ""): boolean {
  return rest(reason.replace(embedded, "")) === "";
}

/** What a reason says of its own. */
function rest(reason: string): string {
  // CloudFormation leaves lone full stops between the phrases that it puts together.
  return reason
    .replace(listing, "")
    .replace(requested, "")
    .replace(cancellation, "")
    .replace(/[\s.]+/g, "");
}
