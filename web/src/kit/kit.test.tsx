import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { connection } from '@/kernel/connection'
import { Refusal } from '@/kernel/refusal'
import { Button } from './button'
import { Card } from './card'
import { Dialog } from './dialog'
import { Checkbox, Switch } from './field'
import { FocusKept } from './focus-kept'
import { PickList } from './list'
import { Avatar } from './person'
import { Popover } from './popover'
import { Kit } from './provider'

const kit = (part: ReactNode) => render(<Kit navigate={() => undefined}>{part}</Kit>)

it('a dialog has its title as name, and Escape leaves it', async () => {
  const changed = vi.fn()
  kit(
    <Dialog title="패스키 추가" isOpen onOpenChange={changed}>
      내용
    </Dialog>,
  )
  expect(screen.getByRole('dialog', { name: '패스키 추가' })).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  expect(changed).toHaveBeenCalledWith(false)
})

it('a box of which only some are chosen does not look as if all were', () => {
  kit(<Checkbox isIndeterminate>모두</Checkbox>)
  expect(document.querySelector('[data-some]')).not.toBeNull()
  expect(document.querySelector('.lucide-check')).toBeNull()
})

it('a popover says that it opens, opens, and gives the focus back', async () => {
  kit(
    <Popover label="알림" trigger={<Button>보기</Button>}>
      새 알림이 없습니다
    </Popover>,
  )
  const trigger = screen.getByRole('button', { name: '보기' })
  expect(trigger.getAttribute('aria-haspopup')).toBe('dialog')
  await userEvent.click(trigger)
  expect(await screen.findByText('새 알림이 없습니다')).toBeTruthy()
  expect(screen.getByRole('dialog', { name: '알림' })).toBeTruthy()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(trigger))
})

it('a list is moved through with the arrow keys and opened with Enter', async () => {
  const opened = vi.fn()
  kit(
    <PickList
      label="사람"
      items={[{ id: 'a' }, { id: 'b' }]}
      idOf={item => item.id}
      textOf={item => item.id}
      onOpen={opened}
    >
      {item => item.id}
    </PickList>,
  )
  await userEvent.tab()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(opened).toHaveBeenCalledWith({ id: 'b' })
})

let isAway = true

function Content() {
  if (isAway) throw new Refusal('unreachable', 0)
  return <p>문서 3개</p>
}

it('a card that fails for want of a connection comes back with it; the others stay', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  kit(
    <>
      <Card title="처리할 일">4건</Card>
      <Card title="이어서 하기">
        <Content />
      </Card>
    </>,
  )
  expect(screen.getByRole('alert').textContent).toContain('서버에 연결하지 못했습니다')
  expect(screen.getByText('4건')).toBeTruthy()
  act(() => connection.set('retrying'))
  isAway = false
  act(() => connection.set('up'))
  expect(await screen.findByText('문서 3개')).toBeTruthy()
  quiet.mockRestore()
})

it.each([
  ['김하늘', '하늘'],
  ['이솔', '이솔'],
  ['남궁하늘빛', '늘빛'],
  ['Emma Carter', 'EC'],
])('%s is %s for short', (name, short) => {
  const { container } = kit(<Avatar person={{ id: 'p', name }} />)
  expect(container.querySelector('[data-short]')?.getAttribute('data-short')).toBe(short)
})

it('a switch that the keyboard goes to is brought into view by what is drawn of it', async () => {
  const seen: string[] = []
  // jsdom lays nothing out and has none.
  Element.prototype.scrollIntoView = function () {
    seen.push(this.tagName)
  }
  kit(<Switch>Allowed</Switch>)
  await userEvent.tab()
  expect(document.activeElement).toBe(screen.getByRole('switch'))
  expect(seen).toEqual(['LABEL'])
})

it('in a dialog that keeps the focus it goes on there as well, and not at the first button', async () => {
  const shown = (state: string) => (
    <Kit navigate={() => undefined}>
      <Dialog title="정책" isOpen onOpenChange={() => undefined}>
        <FocusKept label="사람" state={state}>
          {state === 'none' ? <Button>고르기</Button> : <p>남궁하늘빛</p>}
        </FocusKept>
        <Button>추가</Button>
      </Dialog>
    </Kit>
  )
  const { rerender } = render(shown('none'))
  act(() => screen.getByRole('button', { name: '고르기' }).focus())
  rerender(shown('chosen'))
  screen.getByRole('button', { name: '닫기' }).focus() // as the dialog itself does
  const group = screen.getByRole('group', { name: '사람' })
  await waitFor(() => expect(document.activeElement).toBe(group))
})

it('where a button with the focus goes, the keyboard goes on at what was around it', async () => {
  const shown = (state: string) => (
    <>
      <FocusKept label="지금 접속" state={state}>
        {state === 'out' ? <Button>들어가기</Button> : <p>접속 중</p>}
      </FocusKept>
      <Button>다른 것</Button>
    </>
  )
  const { rerender } = render(shown('out'))
  await userEvent.tab()
  rerender(shown('in'))
  const group = screen.getByRole('group', { name: '지금 접속' })
  await waitFor(() => expect(document.activeElement).toBe(group))
  rerender(shown('out'))
  const other = screen.getByRole('button', { name: '다른 것' })
  await userEvent.click(other)
  rerender(shown('in'))
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(document.activeElement).toBe(other)
  act(() => other.blur())
  rerender(shown('out'))
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(document.activeElement).toBe(document.body)
})
