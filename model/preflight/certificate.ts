import { failure, type Observation, pass, warning } from "./outcome.ts";

/** A certificate as ACM or IAM shows it. */
export interface CertificateFacts {
  /** ACM's; left out of one in IAM, which is what it is. */
  readonly status?: string;
  readonly ends?: Date;
  /** Host names; `*.example.com` for one level. None where nobody tells. */
  readonly domains: readonly string[];
}

const soonDays = 30;

export function certificateObservations(
  { status, ends, domains }: CertificateFacts,
  { customDomain, now }: { readonly customDomain: string; readonly now: Date },
): readonly Observation[] {
  const days = ends ? Math.floor((ends.getTime() - now.getTime()) / 86_400_000) : undefined;
  const found: Observation[] = [];
  if (status !== undefined && status !== "ISSUED") {
    found.push(failure(`The certificate is ${status}, and not issued.`, "Validate it, or request another one."));
  }
  if (days !== undefined && days < 0) {
    found.push(failure(`The certificate ended ${-days} days ago.`, "Renew it, or choose another one."));
  } else if (days !== undefined && days < soonDays) {
    found.push(warning(`The certificate ends in ${days} days.`, "See that it is renewed."));
  }
  if (customDomain !== "" && domains.length > 0 && !domains.some((name) => covers(name, customDomain))) {
    const fix = `Choose a certificate for ${customDomain}.`;
    found.push(failure(`The certificate is not for ${customDomain}.`, fix, { evidence: domains }));
  }
  return found.length > 0 ? found : [pass("The certificate is issued and good.")];
}

function covers(name: string, host: string): boolean {
  if (name.toLowerCase() === host.toLowerCase()) return true;
  return name.startsWith("*.") && host.slice(host.indexOf(".")).toLowerCase() === name.slice(1).toLowerCase();
}
