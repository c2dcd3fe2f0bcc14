/** Colours and type of "Paper & Knot" as CSS variables, light and dark. Ratios are WCAG AA on paper, sheet and soft ground. */

const LIGHT: Readonly<Record<string, string>> = {
  paper: '#F6F3EC',
  sheet: '#FFFDF9',
  sunk: '#EFEAE0',
  raised: '#FFFFFF',
  line: '#E3DCCF',
  lineStrong: '#8A8273',
  ink: '#24211B',
  ink2: '#575147',
  ink3: '#6E675A',
  accent: '#0F5B57',
  accentHover: '#0B4744',
  accentSoft: '#DFECE8',
  accentLine: '#9CC4BC',
  onAccent: '#FFFFFF',
  kept: '#17706A',
  keptSoft: '#DCEBE7',
  open: '#4A5A74',
  openSoft: '#E6EAF0',
  late: '#A04B08',
  lateSoft: '#FAE9D6',
  broken: '#8C2B45',
  brokenSoft: '#F6E1E4',
  repaired: '#614800',
  repairedSoft: '#F6ECCF',
  gold: '#AF7E1B',
  disputed: '#64489B',
  disputedSoft: '#ECE6F5',
};

const DARK: Readonly<Record<string, string>> = {
  paper: '#161512',
  sheet: '#1F1D1A',
  sunk: '#121110',
  raised: '#292723',
  line: '#37342E',
  lineStrong: '#837C6F',
  ink: '#EFEAE0',
  ink2: '#C0B9AB',
  ink3: '#9D9587',
  accent: '#6FC3B5',
  accentHover: '#8AD2C6',
  accentSoft: '#18322E',
  accentLine: '#3E7F74',
  onAccent: '#0B211E',
  kept: '#6CC0B2',
  keptSoft: '#18322E',
  open: '#A6B5CD',
  openSoft: '#252B35',
  late: '#EBA25B',
  lateSoft: '#3A2818',
  broken: '#EF96AA',
  brokenSoft: '#3B2028',
  repaired: '#DDB44E',
  repairedSoft: '#352B14',
  gold: '#D6A93F',
  disputed: '#BCA6EC',
  disputedSoft: '#2C2540',
};

function variables(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}

/** The first part of the stylesheet. The two serif stacks go by language, or Latin quotes come out of the Chinese font. */
export const styleTokens = `:root{color-scheme:light dark;${variables(LIGHT)};
--sans:-apple-system,BlinkMacSystemFont,"Segoe UI","Inter","PingFang SC","HarmonyOS Sans SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei UI",sans-serif;
--serif:ui-serif,"New York","Source Serif 4",Charter,Cambria,"Noto Serif","Songti SC","Noto Serif SC",serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono","Noto Sans Mono",Menlo,Consolas,monospace}
:root:lang(zh){--serif:ui-serif,"Songti SC","Noto Serif SC","Source Han Serif SC","Noto Serif CJK SC","STSong",serif}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
`;
