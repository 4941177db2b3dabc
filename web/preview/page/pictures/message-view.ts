import type { Picture } from '../../../../dashboards/panels/picture.ts'
import { element } from '../elements/element.ts'
import type { PictureView } from './picture-view.ts'

type Message = Extract<Picture, { kind: 'empty' | 'failure' }>

/** Why there is nothing to see, and what to do about it. */
export class MessageView implements PictureView<Message> {
  readonly root = element('div', { class: 'message' })

  show(message: Message): void {
    const sentences = message.kind === 'empty' ? [message.reason] : [message.reason, message.action]
    this.root.classList.toggle('failure', message.kind === 'failure')
    this.root.replaceChildren(...sentences.map((sentence) => element('p', {}, sentence)))
    // One that must be scrolled can be reached by keyboard.
    this.root.tabIndex = this.root.scrollHeight > this.root.clientHeight ? 0 : -1
  }

  redraw(): void {
    // It is drawn in the size and theme of the moment by the browser.
  }

  dispose(): void {
    // It holds nothing that outlives it.
  }
}
