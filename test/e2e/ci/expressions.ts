/** Values by name, as `github`, `inputs` and `steps` hold them. */
export interface Context {
  readonly [name: string]: string | number | null | undefined | Context;
}

/** Replaces each `${{ … }}` of a text of GitHub Actions by its value. */
export function interpolate(text: string, context: Context): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluate(expression, context) ?? ''));
}

/** Whether an `if:` lets a step run. Without a status function it asks for success, as GitHub does. */
export function isMet(condition: string | undefined, context: Context, failed: boolean): boolean {
  const text = (condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/, '$1');
  const asked = /\b(always|success|failure)\(\)/.test(text) ? text : `success() && ${text}`;
  return Boolean(evaluate(asked, { ...context, 'always()': 'yes', 'success()': failed ? '' : 'yes' }));
}

/** The part of the language that our files use: `||`, `&&`, `==`, `!=`, strings, and names with dots. */
function evaluate(expression: string, context: Context): unknown {
  const either = expression.split('||');
  if (either.length > 1) return either.map((part) => evaluate(part, context)).find(Boolean) ?? '';
  const both = expression.split('&&');
  if (both.length > 1) {
    let last: unknown = '';
    for (const part of both) {
      last = evaluate(part, context);
      if (!last) break;
    }
    return last;
  }
  const [left = '', operator, right = ''] = expression.split(/(==|!=)/);
  if (operator === undefined) return operand(left.trim(), context);
  const isEqual = String(operand(left.trim(), context) ?? '') === String(operand(right.trim(), context) ?? '');
  return isEqual === (operator === '==');
}

function operand(text: string, context: Context): unknown {
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (text.endsWith('()')) return context[text];
  if (!/^[a-z][\w.-]*$/i.test(text)) throw new Error(`${text}: this evaluator does not know it`);
  let value: Context[string] = context;
  for (const name of text.split('.')) value = typeof value === 'object' && value !== null ? value[name] : undefined;
  return value;
}
