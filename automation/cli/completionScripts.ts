export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/**
 * What a shell has to load so that it completes `panther`. The scripts know nothing of commands: they ask `ask`, a command
 * line in the shell's words, which prints `values` and then one value and its description a line, or `files`.
 */
export function completionScript(shell: Shell, ask: readonly string[]): string {
  const asked = ask.map((word) => `'${word.replaceAll("'", shell === "fish" ? "\\'" : "'\\''")}'`).join(" ");
  return scripts[shell](asked);
}

const scripts: Readonly<Record<Shell, (ask: string) => string>> = {
  // Also for the bash 3.2 of macOS, which has neither mapfile nor compopt, and without the package bash-completion.
  bash: (ask) => `_panther() {
  local line kind=""
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then kind=$line; else COMPREPLY+=("\${line%%$'\\t'*}"); fi
  done < <(${ask} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "$kind" = values ]; then compopt +o default 2>/dev/null; fi
  return 0
}
complete -o default -F _panther panther
`,
  zsh: (ask) => `#compdef panther
_panther() {
  local -a lines described
  lines=("\${(@f)$(${ask} "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ $lines[1] == files ]]; then
    _files
    return
  fi
  described=("\${(@)lines[2,-1]//:/\\\\:}")
  described=("\${(@)described/$'\\t'/:}")
  _describe -V panther described
}
if [[ $funcstack[1] == _panther ]]; then _panther "$@"; else compdef _panther panther; fi
`,
  fish: (ask) => `function __panther_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l lines (${ask} $words[2..-1] "$current" 2>/dev/null)
  if test "$lines[1]" = files
    __fish_complete_path "$current"
  else if test (count $lines) -gt 1
    printf '%s\\n' $lines[2..-1]
  end
end
complete -c panther -e
complete -c panther -f -a '(__panther_complete)'
`,
};
