import { certificateObservations } from "../../model/preflight/certificate.ts";
import { failure, pass } from "../../model/preflight/outcome.ts";
import type { Check } from "./check.ts";
import type { Context } from "./context.ts";
import { parameterValues } from "./parameterValues.ts";

export const certificateCheck: Check<Context> = {
  code: "certificate",
  look: async (context) => {
    const { apis, run } = context;
    const valueFor = await parameterValues(context);
    const arn = valueFor("CertificateArn");
    const { region } = run.environment;
    if (arn === "") return [pass("CertificateArn is blank: Panther makes a certificate of its own.")];
    const [, , service, elsewhere = ""] = arn.split(":");
    if (service === "acm" && elsewhere !== region) {
      return [
        failure(`The certificate is in ${elsewhere}, and the load balancer in ${region}.`, `Give one from ${region}.`),
      ];
    }
    const question = { customDomain: valueFor("CustomDomain"), now: run.timing.now() };
    try {
      if (service === "iam") {
        const ServerCertificateName = arn.split("/").at(-1) ?? "";
        const { ServerCertificate } = await apis.iam.getServerCertificate({ ServerCertificateName });
        const ends = ServerCertificate?.ServerCertificateMetadata?.Expiration;
        return certificateObservations({ domains: [], ...(ends && { ends }) }, question);
      }
      const { Certificate: { Status: status = "", NotAfter: ends, DomainName, SubjectAlternativeNames = [] } = {} } =
        await apis.acm.describeCertificate({ CertificateArn: arn });
      const domains = [...new Set([...(DomainName ? [DomainName] : []), ...SubjectAlternativeNames])];
      return certificateObservations({ status, domains, ...(ends && { ends }) }, question);
    } catch (error) {
      if (!(error instanceof Error && /^(?:ResourceNotFound|NoSuchEntity)/.test(error.name))) throw error;
      return [failure(`There is no certificate ${arn}.`, "Correct CertificateArn, or request the certificate.")];
    }
  },
};
