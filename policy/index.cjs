// Pulumi loads packs as CommonJS, and would check the types of TypeScript at each start.
// First what needs no translation: tsx looks through all that is loaded once it is there.
require("@pulumi/policy");
const { register } = require("tsx/cjs/api");
register();
require("./pack.ts");
