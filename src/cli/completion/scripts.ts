export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * The script that a shell loads. Each asks `connectctl completion candidates -- WORDS…`, which prints a candidate a line
 * with its description behind a tab; nothing printed means that the shell's own file names are offered.
 */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}

/**
 * bash splits words at `:` and `=` (COMP_WORDBREAKS), which URLs and selectors hold: the line is split at blanks here, and
 * of each candidate only what comes after bash's own last break is given back. Needs nothing of bash-completion.
 */
const BASH = `# bash completion of connectctl. Load it with: source <(connectctl completion bash)
_connectctl() {
  local line="\${COMP_LINE:0:COMP_POINT}" cur="" candidate done_part
  local -a words
  read -ra words <<< "$line"
  if [[ "$line" == *[[:space:]] ]]; then words+=(""); fi
  cur="\${words[\${#words[@]}-1]}"
  done_part="\${cur%"\${cur##*[:=]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r candidate _; do
    [[ -n "$candidate" ]] && COMPREPLY+=("$(printf '%q' "\${candidate#"$done_part"}")")
  done < <(command connectctl completion candidates -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _connectctl connectctl
`;

const ZSH = `#compdef connectctl
# zsh completion of connectctl. Put it into a folder of $fpath as _connectctl,
# or load it after compinit with: source <(connectctl completion zsh)
_connectctl() {
  local line name
  local -a items
  while IFS= read -r line; do
    [[ -n "$line" ]] || continue
    name="\${line%%$'\\t'*}"
    name="\${name//:/\\\\:}"
    [[ "$line" == *$'\\t' ]] || name+=":\${line#*$'\\t'}"
    items+=("$name")
  done < <(command connectctl completion candidates -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#items} )); then _describe connectctl items; else _files; fi
}
if [[ "\${funcstack[1]}" == _connectctl ]]; then _connectctl "$@"; else compdef _connectctl connectctl; fi
`;

const FISH = `# fish completion of connectctl. Load it with: connectctl completion fish | source
function __connectctl_candidates
    set -l words (commandline -opc) (commandline -ct)
    command connectctl completion candidates -- $words[2..-1] 2>/dev/null
end
complete -c connectctl -f -k -a '(__connectctl_candidates)'
complete -c connectctl -s C -l project -x -a '(__fish_complete_directories)'
complete -c connectctl -n '__fish_seen_subcommand_from offsets' -s f -l file -r -F
complete -c connectctl -n '__fish_seen_subcommand_from plan graph import' -l out -r -F
complete -c connectctl -n '__fish_seen_subcommand_from worker broker apply show' -F
`;

const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
