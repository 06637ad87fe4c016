/** What can be done without the mouse; opened from the menu and by Ctrl+/. */
import { usePick, useWords } from '@/kernel/i18n'
import { Dialog } from '@/kit/dialog'
import s from './dialog.module.css'
import { GROUPS, type Shortcut } from './model'
import { words } from './words'

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(words)
  return (
    <Dialog title={t('title')} size="l" isOpen onOpenChange={onClose}>
      <p className={s.note}>{t('note')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll what has the focus */}
      <section className={s.groups} aria-label={t('title')} tabIndex={0}>
        {GROUPS.map(([group, shortcuts]) => (
          <section key={group} className={s.group} aria-labelledby={`keys-${group}`}>
            <h3 id={`keys-${group}`} className={s.heading}>
              {t(`group.${group}`)}
            </h3>
            <dl className={s.keys}>
              {shortcuts.map(shortcut => (
                <Line key={shortcut.keys.join()} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}

function Line({ shortcut: { keys, does } }: { readonly shortcut: Shortcut }) {
  const t = useWords(words)
  const pick = usePick()
  return (
    <div className={s.line}>
      <dt className={s.does}>{typeof does === 'string' ? t(does) : pick(does)}</dt>
      <dd className={s.pressed}>
        {keys.map(key => (
          <kbd key={key} className={s.key}>
            {key.replace('␣', t('space'))}
          </kbd>
        ))}
      </dd>
    </div>
  )
}
