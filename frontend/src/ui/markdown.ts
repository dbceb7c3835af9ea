import DOMPurify from "dompurify";
import MarkdownIt, { type Token } from "markdown-it";

import { type Piece, piecesOf, type Place } from "./plain";

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
/** The web, mail, and this site: what else a link could start is nobody's business here. */
const LINKS = /^(?:https?:|mailto:|[/#?])/i;
parser.validateLink = (address) => LINKS.test(address.trim());
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

interface Known {
  names?: readonly string[];
  places?: readonly Place[];
}

const escaped = parser.utils.escapeHtml;

function shown({ text, isName, href }: Piece): string {
  if (href) return `<a class="place" href="${escaped(href)}">${escaped(text)}</a>`;
  return isName ? `<span class="name">${escaped(text)}</span>` : escaped(text);
}

/** Within a link nothing else leads anywhere. */
const isLinked = (tokens: readonly Token[], index: number) => tokens.slice(0, index).reduce((depth, { type }) => depth + (type === "link_open" ? 1 : type === "link_close" ? -1 : 0), 0) > 0;

parser.renderer.rules.text = (tokens, index, _options, env) => {
  const { names = [], places = [] } = (env as Known | undefined) ?? {};
  const known = isLinked(tokens, index) ? [] : places;
  return piecesOf(tokens[index]?.content ?? "", names, known).map(shown).join("");
};

parser.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  const token = tokens[index];
  const internal = String(token?.attrGet("href") ?? "").startsWith(`${location.origin}/`);
  if (!internal) {
    token?.attrSet("target", "_blank");
    token?.attrSet("rel", "noopener noreferrer nofollow");
  }
  return self.renderToken(tokens, index, options);
};

export function renderMarkdown(source: string, names: readonly string[] = [], places: readonly Place[] = []): string {
  return DOMPurify.sanitize(parser.render(source, { names, places }), { ADD_ATTR: ["target"], ALLOWED_URI_REGEXP: LINKS, FORBID_TAGS: ["style", "form", "input", "svg", "math"], FORBID_ATTR: ["style"] });
}
