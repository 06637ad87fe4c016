/** Folders, divisions: things inside things. Left and right fold, letters jump. */
import { ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Tree as AriaTree,
  Collection,
  TreeItem,
  TreeItemContent,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { cx } from './cx'
import s from './tree.module.css'
import { words } from './words'

export interface Branch {
  readonly id: string
  readonly label: string
  readonly icon?: LucideIcon
  readonly end?: ReactNode
  readonly children?: readonly Branch[]
}

interface TreeProps {
  readonly label: string
  readonly branches: readonly Branch[]
  readonly chosen?: string | undefined
  readonly onChoose?: (id: string) => void
  readonly expanded?: ReadonlySet<string>
  readonly onExpand?: (expanded: ReadonlySet<string>) => void
}

export function Tree({ label, branches, chosen, onChoose, expanded, onExpand }: TreeProps) {
  return (
    <AriaTree
      aria-label={label}
      items={branches}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosen === undefined ? [] : [chosen]}
      onSelectionChange={keys => {
        const [first] = keys === 'all' ? [] : keys
        if (first !== undefined) onChoose?.(String(first))
      }}
      {...(expanded ? { expandedKeys: expanded } : {})}
      onExpandedChange={keys => onExpand?.(new Set([...keys].map(String)))}
      className={cx(s.tree)}
    >
      {branch => <Twig branch={branch} />}
    </AriaTree>
  )
}

function Twig({ branch }: { readonly branch: Branch }) {
  const t = useWords(words)
  const Icon = branch.icon
  return (
    <TreeItem id={branch.id} textValue={branch.label} className={cx(s.item)}>
      <TreeItemContent>
        <span className={s.line}>
          {branch.children && branch.children.length > 0 ? (
            <AriaButton slot="chevron" aria-label={t('expand')} className={cx(s.chevron)}>
              <ChevronRight size={16} aria-hidden />
            </AriaButton>
          ) : (
            <span className={s.chevron} />
          )}
          {Icon && <Icon size={16} aria-hidden />}
          <span className={s.label}>{branch.label}</span>
          {branch.end && <span className={s.end}>{branch.end}</span>}
        </span>
      </TreeItemContent>
      {branch.children && (
        <Collection items={branch.children}>{child => <Twig branch={child} />}</Collection>
      )}
    </TreeItem>
  )
}
