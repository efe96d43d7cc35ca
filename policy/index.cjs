// Pulumi loads packs as CommonJS, and would check the types of TypeScript at each start.
const { register } = require("tsx/cjs/api");
register();
require("./pack.ts");
