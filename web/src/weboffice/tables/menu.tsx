/** What can be done with the table that the caret is in. */
import { Table2 } from 'lucide-react'
import type { EditorState } from 'prosemirror-state'
import { Fragment } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem, MenuLine } from '@/kit/menu'
import type { TextCommand } from '../text/commands'
import { words } from '../words'
import { TABLE } from './commands'

interface TableMenuProps {
  readonly state: EditorState
  readonly onAct: (command: TextCommand) => void
}

export function TableMenu({ state, onAct }: TableMenuProps) {
  const t = useWords(words)
  const pick = usePick()
  const groups = TABLE.map(group => group.filter(({ isEnabled }) => isEnabled?.(state) ?? true))
  return (
    <Menu
      label={t('editor.table')}
      trigger={<IconButton icon={Table2} label={t('editor.table')} />}
    >
      {groups.map((group, index) => (
        <Fragment key={group[0]?.id ?? index}>
          {index > 0 && <MenuLine />}
          {group.map(command => (
            <MenuItem
              key={command.id}
              label={pick(command.label)}
              icon={command.icon}
              {...(command.keys ? { keys: command.keys.replace('Mod', 'Ctrl') } : {})}
              isDisabled={!command.run(state)}
              onAction={() => onAct(command)}
            />
          ))}
        </Fragment>
      ))}
    </Menu>
  )
}
