// Calendars: RFC 5545, bytes first, then what ical.js makes of them.
import ICAL from "ical.js";
import { realDate } from "./dates.mjs";

/** A day, or a time of one: what ical.js was given, before it makes a moment of it. */
const DAY = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d:\d\dZ?)?$/;
const TIMES = ["dtstamp", "created", "last-modified", "dtstart", "dtend", "recurrence-id"];

/** In a VEVENT once at most, RFC 5545, 3.6.1. */
const ONCE = (
  "class created description dtend dtstamp dtstart duration geo last-modified location organizer priority recurrence-id " +
  "rrule sequence status summary transp uid url"
).split(" ");
const OFTEN = "attach attendee categories comment contact exdate rdate related request-status resources".split(" ");
/** RFC 7986 has a few more, and anyone may have X- names of their own. */
const KNOWN = new Set([...ONCE, ...OFTEN, "color", "conference", "image"]);

/** The lines as they are in the file. */
function* physical(bytes) {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf("\n", start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    start = end < 0 ? bytes.length : end + 1;
  }
}

function lines(bytes) {
  const problems = [];
  let number = 0;
  for (const line of physical(bytes)) {
    number += 1;
    const whole = line.at(-1) === 10 && line.at(-2) === 13;
    if (!whole) problems.push(`line ${number} does not end in CRLF`);
    const content = whole ? line.subarray(0, -2) : line;
    if (content.length > 75) problems.push(`line ${number} has ${content.length} octets, 75 are allowed`);
    if (content.length === 0) problems.push(`line ${number} is empty`);
    if (content.some((octet) => (octet < 32 && octet !== 9) || octet === 127)) problems.push(`line ${number} has a control character`);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch {
      problems.push(`line ${number} is not UTF-8, or a character is split between two lines`);
    }
  }
  return problems;
}

/** @param least how many events there must be */
export function calendar(site, file, least = 1) {
  const bytes = site.bytes(file);
  const problems = lines(bytes).map((what) => `${file}: ${what}`);
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let root;
  try {
    ICAL.design.strict = true;
    root = new ICAL.Component(ICAL.parse(bytes.toString("utf8")));
  } catch (error) {
    return [...problems, `${file}: ical.js: ${error.message}`];
  }
  if (root.name !== "vcalendar") return [...problems, `${file}: is one ${root.name}, not one calendar`];
  for (const name of ["version", "prodid"]) if (root.getAllProperties(name).length !== 1) say("calendar", `not one ${name.toUpperCase()}`);
  if (root.getFirstPropertyValue("version") !== "2.0") say("calendar", "the version is not 2.0");

  const events = root.getAllSubcomponents("vevent");
  if (events.length < Math.max(least, 1)) say("calendar", `${events.length} events, at least ${least} are due`);
  const uids = new Set();
  events.forEach((event, at) => {
    // ical.js throws for some of what is no date, and rolls the thirty-first of February over: look before it does either.
    const dates = event.getAllProperties().filter(({ name }) => TIMES.includes(name));
    const wrong = dates.filter(({ jCal }) => !realDate(...(DAY.exec(jCal[3])?.slice(1).map(Number) ?? [])));
    for (const { name, jCal } of wrong) say(`event ${at + 1}`, `${name.toUpperCase()} is no day there was: ${jCal[3]}`);
    if (wrong.length) return;
    const uid = event.getFirstPropertyValue("uid");
    const where = uid ?? `event ${at + 1}`;
    for (const name of ["uid", "dtstamp", "dtstart", "summary"])
      if (!event.getFirstPropertyValue(name)) say(where, `no ${name.toUpperCase()}`);
    for (const name of ONCE) if (event.getAllProperties(name).length > 1) say(where, `more than one ${name.toUpperCase()}`);
    for (const { name } of event.getAllProperties())
      if (!KNOWN.has(name) && !name.startsWith("x-")) say(where, `${name.toUpperCase()} is no property of an event`);
    if (uids.has(uid)) say(where, "the UID is used twice");
    uids.add(uid);
    for (const name of ["dtstamp", "created", "last-modified"]) {
      const time = event.getFirstPropertyValue(name);
      if (time && (time.isDate || time.zone !== ICAL.Timezone.utcTimezone)) say(where, `${name.toUpperCase()} is not in universal time`);
    }
    const [start, end] = ["dtstart", "dtend"].map((name) => event.getFirstProperty(name));
    if (end && event.getFirstProperty("duration")) say(where, "both DTEND and DURATION");
    if (start && end) {
      if (start.type !== end.type) say(where, `DTSTART is a ${start.type} and DTEND a ${end.type}`);
      else if (end.getFirstValue().compare(start.getFirstValue()) <= 0) say(where, "DTEND is not after DTSTART");
    }
    const url = event.getFirstPropertyValue("url");
    const trouble = url === null ? undefined : site.trouble(url);
    if (trouble) say(where, `the URL ${trouble}`);
  });
  return problems;
}
