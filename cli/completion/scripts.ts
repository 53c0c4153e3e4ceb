/** Shells whose completion we speak. All three ask `dray __complete` what may follow. */
export const SCRIPTS = {
  bash: `# bash completion of dray
_dray() {
  local IFS=$'\\n'
  COMPREPLY=($(dray __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -F _dray dray
`,
  zsh: `#compdef dray
_dray() {
  local -a found
  found=("\${(@f)$(dray __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
if [ "$funcstack[1]" = "_dray" ]; then _dray "$@"; else compdef _dray dray; fi
`,
  fish: `# fish completion of dray
function __dray_complete
  set -l words (commandline -opc) (commandline -ct)
  dray __complete -- $words[2..-1] 2>/dev/null
end
complete -c dray -f -a '(__dray_complete)'
`,
} as const;

export type Shell = keyof typeof SCRIPTS;
