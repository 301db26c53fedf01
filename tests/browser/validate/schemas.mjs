// The site's own data: the published schema compiles, with no keyword or format unknown, holds for the data, and would not hold for nonsense.
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/**
 * @param schemaFile where on the site the schema must be
 * @param least how many records there must be
 */
export function data(site, file, schemaFile, least = 1) {
  const problems = [];
  const say = (what) => problems.push(`${file}: ${what}`);
  let data, schema, holds;
  try {
    data = site.json(file);
    const url = new URL(data.$schema, site.addressOf(file)).href;
    if (typeof data.$schema !== "string" || site.fileAt(url) !== schemaFile)
      return [`${file}: $schema is ${data.$schema}, which does not lead to ${schemaFile}`];
    schema = site.json(schemaFile);
  } catch (error) {
    return [`${file}: cannot be read: ${error.message}`];
  }
  if (schema.$schema !== DIALECT) say(`${schemaFile} does not say that it is JSON Schema 2020-12`);
  if (schema.$id !== undefined && schema.$id !== site.addressOf(schemaFile)) say(`${schemaFile} says it is ${schema.$id}`);
  try {
    const ajv = new Ajv({ strictSchema: true, strictTypes: false, strictTuples: false, allErrors: true });
    formats(ajv);
    holds = ajv.compile(schema);
  } catch (error) {
    return [...problems, `${file}: ${schemaFile} does not compile: ${error.message}`];
  }
  if (!holds(data))
    for (const error of holds.errors) say(`${error.instancePath || "top"} ${error.message} ${JSON.stringify(error.params)}`);

  const lists = Object.entries(data).filter(([, value]) => Array.isArray(value));
  const [name, records] = lists.sort((a, b) => b[1].length - a[1].length)[0] ?? [undefined, []];
  if (records.length < least) say(`${records.length} records, at least ${least} are due`);
  // A schema that allows everything would tell nobody anything.
  if (holds({ $schema: data.$schema })) say(`${schemaFile} holds for a file without records`);
  if (records.length && holds({ ...data, [name]: [{}] })) say(`${schemaFile} holds for a record without anything in it`);
  if (records.length && holds({ ...data, [name]: [1] })) say(`${schemaFile} holds for a record that is a number`);
  if (
    records.length &&
    holds({ ...data, [name]: [Object.fromEntries(Object.keys(records[0]).map((key) => [key, { no: "such thing" }]))] })
  ) {
    say(`${schemaFile} says nothing of the types of fields`);
  }
  return problems;
}
