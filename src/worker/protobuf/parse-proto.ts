import type {
  EnumDeclaration,
  FieldDeclaration,
  MessageDeclaration,
  OneofDeclaration,
  ProtoFile,
  TypeDeclaration,
} from './proto-file.ts';
import { metaParams, readOptionValue } from './proto-options.ts';
import { ProtoTokens } from './proto-tokens.ts';

const MAX_DEPTH = 100;
const NO_PARAMS: ReadonlyMap<string, string> = new Map();
const LABELS = ['optional', 'required', 'repeated'] as const;

/**
 * The types that a .proto file declares (proto2, proto3 and editions). Services, extensions, groups, reserved numbers
 * and options other than `default` and `confluent.field_meta` are read over.
 * @throws DataError with the line, where the text is no .proto file
 */
export function parseProto(text: string): ProtoFile {
  return new ProtoParser(new ProtoTokens(text)).file();
}

class ProtoParser {
  readonly #tokens: ProtoTokens;
  #depth = 0;

  constructor(tokens: ProtoTokens) {
    this.#tokens = tokens;
  }

  file(): ProtoFile {
    const tokens = this.#tokens;
    const imports: string[] = [];
    const types: TypeDeclaration[] = [];
    let syntax: ProtoFile['syntax'] = 'proto2';
    let packageName = '';
    while (tokens.peek !== '') {
      const word = tokens.peek;
      if (word === 'message' || word === 'enum') {
        types.push(this.#type());
        continue;
      }
      tokens.next();
      if (word === 'syntax') syntax = this.#syntax();
      else if (word === 'edition') syntax = this.#edition();
      else if (word === 'package') {
        packageName = tokens.dottedName();
        tokens.expect(';');
      } else if (word === 'import') {
        if (tokens.peek === 'public' || tokens.peek === 'weak') tokens.next();
        imports.push(tokens.text());
        tokens.expect(';');
      } else if (word === 'option') tokens.skipTo(';');
      else if (word === 'service' || word === 'extend') tokens.skipTo('}');
      else if (word !== ';') throw tokens.error(`${word} does not belong here`);
    }
    return { syntax, packageName, imports, types };
  }

  #syntax(): ProtoFile['syntax'] {
    this.#tokens.expect('=');
    const syntax = this.#tokens.text();
    this.#tokens.expect(';');
    if (syntax === 'proto2' || syntax === 'proto3') return syntax;
    throw this.#tokens.error(`the syntax ${syntax} is not known`);
  }

  #edition(): ProtoFile['syntax'] {
    this.#tokens.skipTo(';');
    return 'editions';
  }

  #type(): TypeDeclaration {
    return this.#tokens.next() === 'enum' ? this.#enum() : this.#message();
  }

  #message(): MessageDeclaration {
    const tokens = this.#tokens;
    const name = tokens.identifier();
    if (++this.#depth > MAX_DEPTH) throw tokens.error(`messages nested deeper than ${MAX_DEPTH}`);
    const fields: FieldDeclaration[] = [];
    const oneofs: OneofDeclaration[] = [];
    const nested: TypeDeclaration[] = [];
    tokens.expect('{');
    while (!tokens.take('}')) {
      const word = tokens.peek;
      if (word === 'message' || word === 'enum') nested.push(this.#type());
      else if (word === 'oneof') oneofs.push(this.#oneof());
      else if (!this.#skipped(word)) fields.push(...this.#field());
    }
    this.#depth--;
    return { kind: 'message', name, fields, oneofs, nested };
  }

  #skipped(word: string): boolean {
    const tokens = this.#tokens;
    if (word === ';') tokens.next();
    else if (word === 'option' || word === 'reserved' || word === 'extensions') tokens.skipTo(';');
    else if (word === 'extend') tokens.skipTo('}');
    else return false;
    return true;
  }

  #oneof(): OneofDeclaration {
    const tokens = this.#tokens;
    tokens.next();
    const name = tokens.identifier();
    const fields: FieldDeclaration[] = [];
    tokens.expect('{');
    while (!tokens.take('}')) if (!this.#skipped(tokens.peek)) fields.push(...this.#field());
    return { name, fields };
  }

  /** None for a group: Confluent's provider reads over groups too. */
  #field(): readonly FieldDeclaration[] {
    const tokens = this.#tokens;
    const label = LABELS.find((word) => tokens.take(word));
    const start = tokens.dottedName();
    if (start === 'group') {
      tokens.skipTo('}');
      return [];
    }
    const isMap = start === 'map' && tokens.take('<');
    const mapKeyType = isMap ? tokens.dottedName() : undefined;
    if (isMap) tokens.expect(',');
    const type = isMap ? tokens.dottedName() : start;
    if (isMap) tokens.expect('>');
    const name = tokens.identifier();
    tokens.expect('=');
    const number = tokens.integer();
    const options = this.#fieldOptions();
    tokens.expect(';');
    return [{ name, number, type, ...(mapKeyType && { mapKeyType }), ...(label && { label }), ...options }];
  }

  #fieldOptions(): Pick<FieldDeclaration, 'params' | 'defaultText'> {
    const tokens = this.#tokens;
    if (!tokens.take('[')) return { params: NO_PARAMS };
    const params = new Map<string, string>();
    let defaultText: string | undefined;
    do {
      const name = this.#optionName();
      tokens.expect('=');
      const value = readOptionValue(tokens);
      if (name === 'default' && typeof value === 'string') defaultText = value;
      for (const [key, param] of metaParams(name, value)) params.set(key, param);
    } while (tokens.take(','));
    tokens.expect(']');
    return { params, ...(defaultText === undefined ? {} : { defaultText }) };
  }

  /** Without the brackets around the name of an extension, and without a dot before it. */
  #optionName(): string {
    const tokens = this.#tokens;
    const parts: string[] = [];
    do {
      if (tokens.take('(')) {
        parts.push(tokens.dottedName().replace(/^\./, ''));
        tokens.expect(')');
      } else parts.push(tokens.identifier());
    } while (tokens.take('.'));
    return parts.join('.');
  }

  #enum(): EnumDeclaration {
    const tokens = this.#tokens;
    const name = tokens.identifier();
    const values: { name: string; number: number }[] = [];
    tokens.expect('{');
    while (!tokens.take('}')) {
      if (this.#skipped(tokens.peek)) continue;
      const value = tokens.identifier();
      tokens.expect('=');
      values.push({ name: value, number: tokens.integer() });
      if (tokens.take('[')) tokens.skipTo(']');
      tokens.expect(';');
    }
    return { kind: 'enum', name, values };
  }
}
