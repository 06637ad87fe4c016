import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_trouble',
  {
    garbled: '가상PC가 알아볼 수 없는 화면을 보내 연결을 끊었습니다',
    garbledNote:
      '네트워크 문제가 아닙니다. 저절로 다시 연결해 봅니다. 되풀이되면 내 가상PC에서 이 가상PC를 돌려주고 새로 연결하십시오.',
    silent: '가상PC가 대답하지 않습니다',
    silentNote:
      '네트워크 문제가 아닙니다. 저절로 다시 연결해 봅니다. 몇 분이 지나도 같으면 내 가상PC에서 이 가상PC를 돌려주고 새로 연결하십시오.',
    late: '연결은 되었는데 화면이 오지 않습니다. 몇 분이 지나도 같으면 내 가상PC에서 이 가상PC를 돌려주고 새로 연결하십시오.',
    deaf: '한글 입력이 이 가상PC에 닿지 않습니다',
    deafNote: '가상PC의 입력기가 멈췄습니다. 화면과 마우스, 영문 키는 그대로 쓸 수 있습니다.',
    reconnect: '다시 연결',
  },
  {
    garbled: 'The desktop sent a picture that cannot be read, and was disconnected',
    garbledNote:
      'It is not your network. It is tried again; if it goes on, give this desktop back on My desktops and connect a new one.',
    silent: 'The desktop does not answer',
    silentNote:
      'It is not your network. It is tried again; if it stays so for minutes, give this desktop back on My desktops and connect a new one.',
    late: 'Connected, but no picture comes. If it stays so for minutes, give this desktop back on My desktops and connect a new one.',
    deaf: 'Composed text does not reach this desktop',
    deafNote: 'Its input method has stopped. Picture, mouse and plain keys go on.',
    reconnect: 'Connect again',
  },
)
