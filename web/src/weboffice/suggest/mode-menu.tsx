/** Editing, suggesting or viewing: said in the bar, because it changes what every key does. */
import { ChevronDown, Eye, MessageSquareDiff, PencilLine } from 'lucide-react'
import { useEffect } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { toast } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import type { Mode } from './desk'
import s from './panel.module.css'
import { words } from './words'

const ICONS = { edit: PencilLine, suggest: MessageSquareDiff, view: Eye } as const
const KEYS: Readonly<Record<string, Mode>> = { KeyZ: 'edit', KeyX: 'suggest', KeyC: 'view' }
const SHOWN: Readonly<Record<Mode, string>> = { edit: 'Z', suggest: 'X', view: 'C' }

export function ModeMenu({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const { suggesting } = session
  const mode = useStore(suggesting.mode)
  const mayEdit = useStore(session.provider.right) === 'write'
  const declined = useStore(suggesting.declined)
  function become(wanted: Mode) {
    if (wanted === 'edit' && !mayEdit) return
    session.editor?.settle()
    suggesting.mode.set(wanted)
    if (wanted !== 'view') session.editor?.view.focus()
  }
  useEffect(() => {
    if (!mayEdit && suggesting.mode.get() === 'edit') suggesting.mode.set('suggest')
  }, [mayEdit, suggesting])
  useEffect(() => {
    if (declined > 0) toast(t('declined'))
  }, [declined, t])
  useKeys(become)
  return (
    <Menu
      label={t('mode')}
      trigger={
        <Button
          look={mode === 'suggest' ? 'secondary' : 'quiet'}
          icon={ICONS[mode]}
          aria-label={`${t('mode')}: ${t(`modes.${mode}`)}`}
        >
          <span className={s.mode}>
            {t(`modes.${mode}`)}
            <ChevronDown size={15} aria-hidden />
          </span>
        </Button>
      }
    >
      {(['edit', 'suggest', 'view'] as const).map(one => (
        <MenuItem
          key={one}
          label={t(`modes.${one}`)}
          note={one === 'edit' && !mayEdit ? t('editFor') : t(`notes.${one}`)}
          icon={ICONS[one]}
          keys={`Ctrl+Alt+Shift+${SHOWN[one]}`}
          isDisabled={one === 'edit' && !mayEdit}
          onAction={() => become(one)}
        />
      ))}
    </Menu>
  )
}

/** By the keys' places: on a Hangul layout Z is ㅋ. */
function useKeys(become: (mode: Mode) => void): void {
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      const wanted = KEYS[event.code]
      if (!wanted || !event.ctrlKey || !event.altKey || !event.shiftKey) return
      event.preventDefault()
      become(wanted)
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  })
}
